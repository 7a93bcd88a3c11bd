//! The `rulebook` command.

#[global_allocator]
static MEMORY: rulebook::cli::Capped = rulebook::cli::Capped;

fn main() -> std::process::ExitCode {
    rulebook::cli::main()
}
