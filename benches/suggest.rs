//! How fast records are suggested, in process: `cargo bench --bench suggest`.
//!
//! The datasets are made up: a thousand and a hundred thousand people and organisations, of names that people have, and an article for every ten
//! of them.

use std::sync::LazyLock;

use divan::Bencher;
use onrecord::{
    annotate,
    domain::{AnnotatedArticle, EntityInArticle, EntityRef, EntityType, Known, Mention, Origin, SectionKind, Span, id},
    store::{Place, Publishing, Snapshot, SnapshotWriter},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// What is typed: from one letter, which begins the names of thousands, to words with slips.
const TYPED: [&str; 12] = [
    "s",
    "ma",
    "joh",
    "marti",
    "j. s",
    "maria fern",
    "mraia",
    "smtih",
    "jonh smiht",
    "gonzalse",
    "alexandr andersen",
    "confrence of hambrug unoin membres",
];

/// Names and words, a line each behind the head.
const GIVEN: &str = include_str!("../src/annotate/lists/given_names.txt");
const FAMILY: &str = include_str!("../src/annotate/lists/surnames.txt");
const WORDS: &str = include_str!("../src/annotate/lists/ordinary_words.txt");

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
        let mut writer = SnapshotWriter::open(&Place::of(&db), "bench").await.expect("a writer");
        for number in 0..size / 10 {
            let article = article(number);
            let sha256 = article.article.sha256.clone();
            let origin = Origin { name: sha256.clone(), sha256, media_type: "text/plain".to_owned(), encoding: "utf-8".to_owned() };
            writer.document(number.into(), &origin, article).await.expect("written");
        }
        writer.publish(Publishing { keep: 0, files: false }, |_| Vec::new(), |_| Vec::new()).await.expect("published");
        Snapshot::open(&db).await.expect("a snapshot")
    });
    Dataset { runtime, snapshot, _folder: folder }
}

/// The words of a list.
fn listed(list: &'static str) -> Vec<&'static str> {
    list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_whitespace().next()).collect()
}

/// An article that names ten people and organisations whom no other names, and one whom all do.
fn article(number: u32) -> AnnotatedArticle {
    static LISTS: LazyLock<[Vec<&str>; 3]> = LazyLock::new(|| [GIVEN, FAMILY, WORDS].map(listed));
    let mut random = Random(u64::from(number) + 1);
    let mut one_of = |list: usize| LISTS[list][random.next(LISTS[list].len())];
    let title = [(); 8].map(|()| one_of(2)).join(" ");
    let sha256 = format!("{number:08x}{}", "0".repeat(56));
    let mut annotated = annotate::annotate(&sha256, &format!("{title}\n\nNothing.\n"), &Known::default());
    (annotated.entities, annotated.mentions, annotated.quotes) = (Vec::new(), Vec::new(), Vec::new());
    for start in 0..11 {
        let id = if start == 10 { "maria-fernandez".to_owned() } else { format!("e{number}-{start}") };
        let (r#type, name) = match start {
            0..3 => (EntityType::Organisation, format!("{} {} Union", one_of(1), one_of(2))),
            10 => (EntityType::Person, "Maria Fernandez".to_owned()),
            _ => (EntityType::Person, format!("{} {}", one_of(0), one_of(1))),
        };
        let entity = EntityRef { id, r#type, name };
        let roles = vec!["minister".to_owned()];
        annotated.entities.push(EntityInArticle { id: entity.id.clone(), r#type, name: entity.name.clone(), roles });
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

/// Numbers that look random and are the same every time (`SplitMix64`).
struct Random(u64);

impl Random {
    /// A number below another.
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(mixed ^ (mixed >> 31)).unwrap_or_default() % below
    }
}
