//! What follows the language of a report, and what does not.

use crate::support::{Decided, Pack};
use rulebook::value::Value;
use rulebook::{Engine, RunOptions, Source};

const MONTHS: &str = "
policy: months
tables:
  budgets:
    key: id
    columns:
      id: { header: [Branch, 지사] }
      january: { header: [January, 1월], type: number }
  budget_months: { unpivot: budgets, values: [january], into: [month, amount] }
";

#[test]
fn headings_follow_the_language_and_labels_of_turned_columns_do_not() {
    let pack = Pack::new(&[("policy.yaml", MONTHS.as_bytes())]);
    for (language, heading) in [("en", "January"), ("ko", "1월"), ("ja", "January")] {
        let rows = vec![vec![Value::text("B1"), Value::Number(5.0)]];
        let source = Source::rows("budgets", &["id", "january"], rows);
        let options = RunOptions { language: Some(language.to_string()), ..RunOptions::default() };
        let outcome = Decided(Engine::new().run(&pack.policy(), &[source], &options).expect("it runs"));
        assert_eq!(outcome.tables[0].columns[1].title, heading, "{language}");
        assert_eq!(outcome.tables[1].columns[1].data.text(0), Some("January"), "{language}");
    }
}
