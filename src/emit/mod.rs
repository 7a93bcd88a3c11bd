//! Back-ends of the plan: what a policy says, said in another language.

pub mod formulas;
