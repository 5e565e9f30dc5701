//! How fast texts are annotated, with everything on, on one core: `cargo bench --bench annotate`.
//!
//! The texts are the marked articles under `tests/marked`. Machines differ: the figure to look at is bytes a second against a pass over the same
//! bytes that only cuts them into words.

use std::{fs, path::Path};

use divan::{Bencher, counter::BytesCount};
use onrecord::{annotate, domain::Known};

fn main() {
    divan::main();
}

/// The marked articles.
fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/marked");
    let files = ["dev", "held"].into_iter().flat_map(|part| fs::read_dir(folder.join(part)).expect("the marked articles"));
    let files =
        files.map(|entry| entry.expect("an entry").path()).filter(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.map(|path| fs::read_to_string(path).expect("a text")).collect()
}

#[divan::bench]
fn articles(bencher: Bencher) {
    let texts = texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for text in &texts {
            divan::black_box(annotate::annotate("0123456789abcdef", text, &Known::default()));
        }
    });
}

#[divan::bench]
fn words_alone(bencher: Bencher) {
    let texts = texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for text in &texts {
            divan::black_box(annotate::tokens::tokens(text));
        }
    });
}

/// One text, as long as several articles together: time must grow with the text and not faster.
#[divan::bench(args = [1, 10, 100])]
fn one_text_of_articles(bencher: Bencher, times: usize) {
    let article = texts().swap_remove(0);
    let text = vec![article; times].join("\n\n");
    bencher
        .counter(BytesCount::new(text.len()))
        .bench(|| divan::black_box(annotate::annotate("0123456789abcdef", &text, &Known::default())));
}
