//! What the program promises, tested from outside: real HTTP against the real application and a real SQLite file.

#![expect(clippy::cast_possible_truncation, reason = "offsets in tests are small")]

mod annotated;
mod annotating;
mod app;
mod caching;
mod citation;
mod clashes;
mod contract;
mod data_package;
mod errors;
mod exchange;
mod filters;
mod formats;
mod fragments;
mod hostile;
mod house;
mod inputs;
mod lists;
mod marked;
mod merging;
mod program;
mod readme;
mod rejections;
mod runs;
mod scoring;
mod seeding;
mod sidecars;
mod snapshots;
