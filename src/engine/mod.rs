//! The façade that wires the stages.
