fn main() {
    let args: Vec<String> = std::env::args().collect();
    let policy = match rulebook::Policy::load(&args[1]) {
        Ok(p) => p,
        Err(f) => {
            println!("{f}");
            return;
        }
    };
    let engine = rulebook::Engine::new();
    println!("{}", engine.check(&policy));
    if args.len() > 2 {
        let t = std::time::Instant::now();
        let sources: Vec<_> = args[2..].iter().map(rulebook::Source::file).collect();
        match engine.run(&policy, &sources, &rulebook::RunOptions::default()) {
            Ok(outcome) => {
                eprintln!("run {:?}", t.elapsed());
                println!("{}", rulebook::export::json::to_string(&outcome));
                let t = std::time::Instant::now();
                rulebook::export::xlsx::write(&outcome, std::path::Path::new("/tmp/report.xlsx")).unwrap();
                eprintln!("xlsx {:?}", t.elapsed());
            }
            Err(e) => println!("{e}"),
        }
    }
}
