//! GoRules ZEN: decisions from its JSON, one record after another.

use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine};

pub struct Zen {
    decision: Decision,
    runtime: Runtime,
}

impl Zen {
    /// A decision table, its inputs and outputs by name, each rule with its cells in that order; then expressions by name.
    pub fn new(inputs: &[&str], output: &str, rules: &[Vec<String>], expressions: &[(&str, &str)]) -> Zen {
        let place = json!({ "x": 0, "y": 0 });
        let input = |(at, name): (usize, &&str)| json!({ "id": format!("i{at}"), "name": name, "field": name });
        let rule = |(at, cells): (usize, &Vec<String>)| {
            let mut rule = Map::from_iter([("_id".to_string(), json!(format!("r{at}")))]);
            rule.extend(cells.iter().enumerate().map(|(at, cell)| {
                let id = if at < inputs.len() { format!("i{at}") } else { "o".to_string() };
                (id, json!(cell))
            }));
            Value::Object(rule)
        };
        let expression =
            |(at, (name, text)): (usize, &(&str, &str))| json!({ "id": format!("x{at}"), "key": name, "value": text });
        let table = json!({
            "hitPolicy": "first", "passThrough": true,
            "inputs": inputs.iter().enumerate().map(input).collect::<Vec<_>>(),
            "outputs": [{ "id": "o", "name": output, "field": output }],
            "rules": rules.iter().enumerate().map(rule).collect::<Vec<_>>(),
        });
        let then = json!({
            "passThrough": true, "expressions": expressions.iter().enumerate().map(expression).collect::<Vec<_>>(),
        });
        let content = json!({
            "nodes": [
                { "id": "in", "type": "inputNode", "name": "in", "position": place },
                { "id": "table", "type": "decisionTableNode", "name": "table", "position": place, "content": table },
                { "id": "then", "type": "expressionNode", "name": "then", "position": place, "content": then },
                { "id": "out", "type": "outputNode", "name": "out", "position": place },
            ],
            "edges": [
                { "id": "a", "type": "edge", "sourceId": "in", "targetId": "table" },
                { "id": "b", "type": "edge", "sourceId": "table", "targetId": "then" },
                { "id": "c", "type": "edge", "sourceId": "then", "targetId": "out" },
            ],
        });
        let content: DecisionContent = serde_json::from_value(content).expect("a decision");
        let decision = DecisionEngine::default().create_decision(content.into()).expect("it can be used");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("no threads are needed");
        Zen { decision, runtime }
    }

    /// Decides records, each given by its fields.
    pub fn decide<const N: usize>(
        &self,
        records: impl Iterator<Item = [(&'static str, f64); N]>,
        mut decided: impl FnMut(&Value),
    ) {
        self.runtime.block_on(async {
            for record in records {
                let fields = record.into_iter().map(|(name, value)| (name.to_string(), json!(value)));
                let input = Value::Object(fields.collect());
                let response = self.decision.evaluate(input.into()).await.expect("it has an answer");
                decided(&response.result.to_value());
            }
        });
    }
}
