//! What one article says beside what another has said: one id means one thing in the whole dataset, and whoever comes first decides.

use onrecord::{
    annotate,
    domain::{AnnotatedArticle, EntityInArticle, EntityRef, EntityType, Known, Mention, Origin, Span, id},
    store::{Place, Published, SnapshotWriter},
};

use crate::app::{PUBLISHING, TestApp};

const TEXT: &str = "Reed and The Quay\n\nReed spoke to The Quay on Monday.\n";

/// An article of this text, as if the hash of it were this one, in which these entities are named, each by a word of its own.
pub fn article(sha256: &str, source: &str, entities: &[(&str, EntityType, &str)]) -> AnnotatedArticle {
    let known = Known { source: Some(source.to_owned()), ..Known::default() };
    let mut annotated = annotate::annotate(sha256, TEXT, &known);
    annotated.article.source = Some(onrecord::domain::SourceRef { id: id::slug(source), name: source.to_owned() });
    (annotated.entities, annotated.mentions, annotated.quotes) = (Vec::new(), Vec::new(), Vec::new());
    for (start, (id, r#type, name)) in (0..).step_by(2).zip(entities) {
        let (id, r#type, name) = ((*id).to_owned(), *r#type, (*name).to_owned());
        let exact = TEXT.chars().nth(start as usize).map(String::from);
        annotated.mentions.push(Mention {
            id: id::mention_id(sha256, start),
            entity: EntityRef { id: id.clone(), r#type, name: name.clone() },
            span: Span { start, end: start + 1, start_utf16: start, end_utf16: start + 1, exact },
            article: annotated.article.to_ref(),
            section: onrecord::domain::SectionKind::Title,
            confidence: 1.0,
            annotator: annotate::ANNOTATOR.to_owned(),
        });
        annotated.entities.push(EntityInArticle { id, r#type, name, roles: vec!["somebody".to_owned()] });
    }
    annotated
}

/// Writes these articles behind what sidecars have reserved, and serves the snapshot.
async fn written(articles: Vec<AnnotatedArticle>) -> (TestApp, Published) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let db = folder.path().join("out.db");
    let mut writer = SnapshotWriter::open(&Place::of(&db), "a run").await.expect("a writer");
    let curated = EntityRef { id: "the-quay".to_owned(), r#type: EntityType::Organisation, name: "The Quay".to_owned() };
    writer.reserve_entity(&curated).await.expect("reserved");
    writer.reserve_entity(&EntityRef { id: "unused".to_owned(), ..curated }).await.expect("reserved");
    writer.reserve_source("The Quay").await.expect("reserved");
    writer.reserve_source("Unused").await.expect("reserved");
    writer.reserve_document(&format!("dddddddd{}", "0".repeat(56)));
    for (position, article) in (0..).zip(articles) {
        let sha256 = article.article.sha256.clone();
        let origin = Origin { name: position.to_string(), sha256, media_type: "text/plain".to_owned(), encoding: "utf-8".to_owned() };
        writer.document(position, &origin, article).await.expect("written");
    }
    let published = writer.publish(PUBLISHING, |_| Vec::new(), |_| Vec::new()).await.expect("published");
    (TestApp::serving(&db).await, published)
}

#[tokio::test]
async fn an_id_of_another_type_gets_its_type_behind_it() {
    use EntityType::{Organisation, Person};
    let articles = vec![
        article(&"a".repeat(64), "The Quay", &[("reed", Person, "Reed"), ("the-quay", Person, "The Quay")]),
        article(&"b".repeat(64), "The Quay", &[("reed", Organisation, "REED"), ("reed-organisation", Organisation, "Reed Organisation")]),
        article(&"c".repeat(64), "The Quay", &[("reed", Organisation, "Reed"), ("the-quay", Organisation, "the Quay")]),
    ];
    let (app, _) = written(articles).await;
    assert_eq!(app.ids("/v1/people?sort=id").await, ["reed", "the-quay-person"]);
    assert_eq!(app.ids("/v1/organisations?sort=id").await, ["reed-organisation", "reed-organisation-2", "the-quay"]);
    let quay = app.json("/v1/organisations/the-quay").await;
    assert_eq!((&quay["name"], &quay["counts"]["articles"]), (&"The Quay".into(), &1.into()), "the sidecar's name, and the third article");
    for mention in app.all("/v1/mentions.ndjson").await {
        let entity = mention["entity"]["id"].as_str().expect("an id");
        let path = if mention["entity"]["type"] == "person" { "people" } else { "organisations" };
        let record = app.json(&format!("/v1/{path}/{entity}")).await;
        assert_eq!(record["name"], mention["entity"]["name"], "one name wherever it stands");
    }
}

#[tokio::test]
async fn documents_whose_hashes_begin_alike_get_longer_ids() {
    let one = [("reed", EntityType::Person, "Reed")];
    let hashes = [format!("cccccccc{}", "0".repeat(56)), format!("cccccccc{}", "1".repeat(56)), format!("dddddddd{}", "1".repeat(56))];
    let (app, _) = written(hashes.iter().map(|sha256| article(sha256, "The Quay", &one)).collect()).await;
    let mut articles = app.ids("/v1/articles").await;
    articles.sort();
    let slug = "reed-and-the-quay";
    assert_eq!(articles, [format!("{slug}-cccccccc"), format!("{slug}-cccccccc11111111"), format!("{slug}-dddddddd11111111")]);
    let mut mentions = app.ids("/v1/mentions").await;
    mentions.sort();
    assert_eq!(mentions, ["cccccccc-m0", "cccccccc11111111-m0", "dddddddd11111111-m0"]);
    for mention in app.all("/v1/mentions.ndjson").await {
        let article = app.json(&format!("/v1/articles/{}", mention["article"]["id"].as_str().expect("an id"))).await;
        assert_eq!(article["counts"]["mentions"], 0, "the record is there; its counts are those that it was given");
    }
}

#[tokio::test]
async fn a_publisher_has_one_name_and_the_same_text_twice_is_one_article() {
    let alike = |source: &str, digit: &str| article(&digit.repeat(64), source, &[("reed", EntityType::Person, "Reed")]);
    let (app, published) =
        written(vec![alike("THE QUAY", "a"), alike("Other News", "b"), alike("other news", "c"), alike("The Quay", "a")]).await;
    assert_eq!((published.dataset.counts.articles, published.duplicates), (3, 1));
    let sources: Vec<String> = app.all("/v1/sources.ndjson").await.iter().map(|source| source["name"].to_string()).collect();
    assert_eq!(sources, ["\"Other News\"", "\"The Quay\""]);
    for mention in app.all("/v1/mentions.ndjson").await {
        assert!(["The Quay", "Other News"].map(Into::into).contains(&mention["article"]["source"]["name"]), "{mention}");
    }
    let twice = app.all("/v1/articles.ndjson?source=the-quay").await;
    assert_eq!(twice[0]["origins"].as_array().expect("origins").iter().map(|origin| &origin["name"]).collect::<Vec<_>>(), ["0", "3"]);
}
