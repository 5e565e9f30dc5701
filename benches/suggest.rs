//! How fast records are suggested, in process, on one connection after another: `cargo bench --bench suggest`.
//!
//! The datasets are made up: a thousand and a hundred thousand people and organisations with as many different names as real ones have, and an
//! article for every ten of them.

use std::sync::LazyLock;

use divan::Bencher;
use onrecord::{
    annotate,
    domain::{AnnotatedArticle, EntityInArticle, EntityRef, EntityType, Known, Mention, Origin, SectionKind, Span, id},
    store::{Snapshot, SnapshotWriter},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// What is typed: from one letter, which begins the names of thousands, to words with slips.
const TYPED: [&str; 10] =
    ["s", "ka", "mar", "marko", "a s", "mari kov", "kovalenta", "komersant bank", "zzzzzz", "united natoins of tolvik harbour"];

/// How many people and organisations there are.
const SIZES: [u32; 2] = [1_000, 100_000];

fn main() {
    divan::main();
}

/// An open snapshot, and what it lives in.
struct Dataset {
    runtime: Runtime,
    snapshot: Snapshot,
    _folder: TempDir,
}

static SMALL: LazyLock<Dataset> = LazyLock::new(|| dataset(SIZES[0]));
static LARGE: LazyLock<Dataset> = LazyLock::new(|| dataset(SIZES[1]));

#[divan::bench(args = TYPED)]
fn among_a_thousand(bencher: Bencher, typed: &str) {
    suggest(bencher, &SMALL, typed);
}

#[divan::bench(args = TYPED)]
fn among_a_hundred_thousand(bencher: Bencher, typed: &str) {
    suggest(bencher, &LARGE, typed);
}

fn suggest(bencher: Bencher, dataset: &Dataset, typed: &str) {
    bencher.bench_local(|| dataset.runtime.block_on(dataset.snapshot.suggest(typed, &[], 10)).expect("suggestions"));
}

fn dataset(size: u32) -> Dataset {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("onrecord.db");
    let snapshot = runtime.block_on(async {
        let mut writer = SnapshotWriter::open(&db, "bench").await.expect("a writer");
        for number in 0..size / 10 {
            let article = article(number);
            let sha256 = article.article.sha256.clone();
            let origin = Origin { name: sha256.clone(), sha256, media_type: "text/plain".to_owned(), encoding: "utf-8".to_owned() };
            writer.document(number.into(), &origin, article).await.expect("written");
        }
        writer.publish(|_| Vec::new()).await.expect("published");
        Snapshot::open(&db).await.expect("a snapshot")
    });
    Dataset { runtime, snapshot, _folder: folder }
}

/// An article that names ten entities which no other names, and one that all do.
fn article(number: u32) -> AnnotatedArticle {
    let mut random = Random(u64::from(number) + 1);
    let title: Vec<String> = (0..8).map(|_| random.word(4_000)).collect();
    let text = format!("{}\n\nNothing.\n", title.join(" "));
    let sha256 = format!("{number:08x}{}", "0".repeat(56));
    let mut annotated = annotate::annotate(&sha256, &text, &Known::default());
    (annotated.entities, annotated.mentions, annotated.quotes) = (Vec::new(), Vec::new(), Vec::new());
    for start in 0..11 {
        let (r#type, name) = match start {
            10 => (EntityType::Person, "Mari Kovalenka".to_owned()),
            0..3 => (
                EntityType::Organisation,
                format!("{} {} {number}", capital(&random.word(20_000)), ["Bank", "Union", "Harbour", "Party"][start as usize]),
            ),
            _ => (
                EntityType::Person,
                format!(
                    "{} {}{}",
                    capital(&random.word(3_000)),
                    capital(&random.word(40_000)),
                    ["", "", "ski", "ova"][random.next(4) as usize]
                ),
            ),
        };
        let entity = EntityRef { id: if start == 10 { "mari-kovalenka".to_owned() } else { format!("e{number}-{start}") }, r#type, name };
        annotated.entities.push(EntityInArticle {
            id: entity.id.clone(),
            r#type,
            name: entity.name.clone(),
            roles: vec!["minister".to_owned()],
        });
        annotated.mentions.push(Mention {
            id: id::mention_id(&sha256, start),
            span: Span { start, end: start + 1, start_utf16: start, end_utf16: start + 1, exact: Some(entity.name.clone()) },
            entity,
            article: annotated.article.to_ref(),
            section: SectionKind::Title,
            confidence: 1.0,
            annotator: annotate::ANNOTATOR.to_owned(),
        });
    }
    annotated
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// Numbers that look random and are the same every time (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }

    /// One of so many words; the first of them are frequent, as in a language.
    fn word(&mut self, many: u64) -> String {
        const SYLLABLES: [&str; 24] = [
            "ma", "ri", "ko", "va", "len", "ka", "to", "sar", "ne", "li", "du", "bor", "sta", "ni", "el", "gra", "mo", "pe", "an", "shi",
            "ter", "vi", "os", "un",
        ];
        let mut number = self.next(many) * self.next(many) / many + 24;
        let mut word = String::new();
        while number > 0 {
            word.push_str(SYLLABLES[(number % 24) as usize]);
            number /= 24;
        }
        word
    }
}
