//! `cargo run --release --manifest-path benches/peers/Cargo.toml [-- ROWS [ROUNDS]]`: the same rules by Rulebook, GoRules
//! ZEN, rhai and a loop by hand, in turns in one run, one thread each. All must decide the same.
//! Figures: benches/README.md, "In a host program".

#[path = "../../host/data.rs"]
mod data;
mod rules;
mod tariff;
mod zen;

/// Seconds for each row: the least of some rounds, for the machine does other work too.
pub struct Times {
    names: Vec<&'static str>,
    least: Vec<f64>,
}

impl Times {
    /// Lets each take its turn, round after round. A turn gives the seconds it took for each of its rows.
    pub fn take(rounds: usize, turns: &mut [(&'static str, &mut dyn FnMut() -> f64)]) -> Times {
        let mut least = vec![f64::INFINITY; turns.len()];
        for _ in 0..rounds {
            for (least, (_, turn)) in least.iter_mut().zip(turns.iter_mut()) {
                *least = least.min(turn());
            }
        }
        Times { names: turns.iter().map(|(name, _)| *name).collect(), least }
    }

    /// Every time, and how many times that of the first it is.
    pub fn print(&self, title: &str) {
        println!("{title}");
        for (name, time) in self.names.iter().zip(&self.least) {
            println!("  {name:42} {:10.4} µs a row {:10.2} ×", time * 1e6, time / self.least[0]);
        }
    }
}

fn main() {
    let mut numbers = std::env::args().skip(1).map(|word| word.parse().expect("a number"));
    let (rows, rounds) = (numbers.next().unwrap_or(1_000_000), numbers.next().unwrap_or(5));
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("the only pool");
    rules::one_record(rows / 10, rounds);
    rules::all_rows(rows, rounds);
    tariff::one_record(rows / 10, rounds);
}
