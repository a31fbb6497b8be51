//! Side-by-side benchmarks against peers; each bench answers the question at its top. Run one with `cargo bench -p duban-benches --bench NAME`.
//!
//! *Absent on purpose.* Code: everything is under `benches/`, its figures under `results/`.
