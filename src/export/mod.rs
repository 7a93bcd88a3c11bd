//! One file per format; the input is the finished outcome, nothing else.
