//! What the program promises, tested from outside: real HTTP against the real application and a real SQLite file.

#![expect(clippy::cast_possible_truncation, reason = "offsets in tests are small")]

mod annotated;
mod annotating;
mod app;
mod caching;
mod citation;
mod clashes;
mod columns;
mod concordance;
mod concordance_lists;
mod contract;
mod data_package;
mod errors;
mod exchange;
mod facets;
mod files;
mod filters;
mod formats;
mod fragments;
mod generating;
mod graph;
mod hostile;
mod house;
mod inputs;
mod jsonld;
mod lists;
mod lookup;
mod marked;
mod merging;
mod program;
mod publishing;
mod readme;
mod redirects;
mod rejections;
mod runs;
mod scoring;
mod seeding;
mod sidecars;
mod snapshots;
mod suggest;
mod timelines;
mod variants;
mod versions;
