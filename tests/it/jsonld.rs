//! Annotations as collections and pages, and schema.org: complete, in one order, and the same however they are cut.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
};

use onrecord::{
    corpus::Document,
    domain::Known,
    exchange::{base::Base, marks::marks, w3c::AnnotationPage},
};
use serde_json::{Value, json};

use crate::{
    app::{TestApp, ids, one_sample, seed_into},
    exchange::{SAMPLES, import, read, sample},
    program::text,
};

/// Follows a collection from its first page to its last.
async fn walk(app: &TestApp, collection: &str) -> Vec<Value> {
    pages(app, collection).await.iter().flat_map(|page| page["items"].as_array().expect("items").clone()).collect()
}

/// The pages of a collection, which agree with it and with one another.
async fn pages(app: &TestApp, collection: &str) -> Vec<Value> {
    let whole = app.json(collection).await;
    assert_eq!((&whole["type"], &whole["id"]), (&json!("AnnotationCollection"), &json!(collection)));
    let (mut pages, mut seen): (Vec<Value>, u64) = (Vec::new(), 0);
    let mut next = whole["first"].as_str().map(str::to_owned);
    while let Some(address) = next {
        let page = app.json(&address).await;
        assert_eq!((&page["type"], &page["id"], &page["startIndex"]), (&json!("AnnotationPage"), &json!(address), &json!(seen)));
        let part_of = json!({ "id": collection, "type": "AnnotationCollection", "label": whole["label"], "total": whole["total"] });
        assert_eq!(page["partOf"], part_of);
        assert_eq!(page.get("prev"), pages.last().map(|before| &before["id"]));
        assert_eq!(page["dcterms:isPartOf"], whole["dcterms:isPartOf"]);
        seen += page["items"].as_array().expect("items").len() as u64;
        next = page["next"].as_str().map(str::to_owned);
        assert!(next.is_some() || page["id"] == whole["last"], "{} is not the last page", page["id"]);
        pages.push(page);
    }
    assert_eq!(whole["total"], seen, "{collection}");
    pages
}

fn items(page: &Value) -> Vec<Value> {
    page["items"].as_array().expect("items").clone()
}

async fn total(app: &TestApp, query: &str) -> u64 {
    app.json(&format!("/v1/annotations/collection{query}")).await["total"].as_u64().expect("a total")
}

#[tokio::test]
async fn a_collection_is_the_same_however_it_is_cut_into_pages() {
    let app = TestApp::samples().await;
    let whole = items(&app.json("/v1/annotations").await);
    assert!(whole.len() > 700 && ids(&json!({ "items": whole })).into_iter().collect::<HashSet<_>>().len() == whole.len());
    for limit in [1000, 101, 7] {
        assert_eq!(walk(&app, &format!("/v1/annotations/collection?limit={limit}")).await, whole, "{limit} a page");
    }
    let mut by_article = Vec::new();
    for article in app.ids("/v1/articles?sort=id").await {
        let marked = items(&app.json(&format!("/v1/articles/{article}/annotations")).await);
        assert_eq!(walk(&app, &format!("/v1/articles/{article}/annotations/collection?limit=13")).await, marked);
        by_article.extend(marked);
    }
    assert_eq!(by_article, whole, "article by article, in the order of their ids");
    let lines = app.get("/v1/annotations.ndjson").await;
    assert_eq!(lines.header("x-total-count"), whole.len().to_string());
    let alone = lines.text().lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")).collect::<Vec<_>>();
    for (mut line, annotation) in alone.into_iter().zip(&whole) {
        let context = line.as_object_mut().and_then(|line| line.shift_remove("@context"));
        assert_eq!((context, &line), (Some(json!("http://www.w3.org/ns/anno.jsonld")), annotation));
    }
}

#[tokio::test]
async fn a_motivation_takes_its_own_annotations_out_of_all_wherever_a_page_begins() {
    let app = TestApp::samples().await;
    let whole = items(&app.json("/v1/annotations").await);
    for wanted in
        ["classifying", "identifying", "describing", "linking", "describing,linking", "identifying,linking", "linking,classifying"]
    {
        let expected: Vec<&Value> =
            whole.iter().filter(|annotation| wanted.split(',').any(|motivation| annotation["motivation"] == motivation)).collect();
        let query: String = form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
        let found = walk(&app, &format!("/v1/annotations/collection?limit=11&motivation={query}")).await;
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{wanted}");
    }
}

#[tokio::test]
async fn there_are_as_many_annotations_as_the_lists_have_records() {
    let app = TestApp::samples().await;
    let sections =
        "title,standfirst,byline,dateline,date,heading,body,caption,credit,bio,footnote,comment,comment_meta,promo,boilerplate,spam";
    for scope in ["", "source=reuters", "source_not=reuters", "from=2014-09", "to=2013", "language=en"] {
        let list = async |path: &str, more: &str| app.all(&format!("{path}.ndjson?{scope}&{more}")).await;
        let quotes = list("/v1/quotes", "").await;
        let single = ["speaker_as_written", "cue", "addressee_as_written"];
        let evidence: usize = quotes
            .iter()
            .map(|quote| {
                let verbatim = if quote["type"] == "mixed" { quote["verbatim"].as_array().map_or(0, Vec::len) } else { 0 };
                verbatim + single.iter().filter(|part| quote[**part].is_object()).count()
            })
            .sum();
        let runs: usize = list("/v1/articles", "").await.iter().map(|article| article["sections"].as_array().map_or(0, Vec::len)).sum();
        let mentions = list("/v1/mentions", &format!("section={sections}")).await.len();
        let expected = [("classifying", runs), ("identifying", mentions), ("describing", quotes.len()), ("linking", evidence)];
        for (motivation, count) in expected {
            assert_eq!(total(&app, &format!("?motivation={motivation}&{scope}")).await, count as u64, "{motivation} of {scope}");
        }
        let all: usize = expected.iter().map(|(_, count)| count).sum();
        assert!(all > 0, "{scope} finds nothing");
        assert_eq!(total(&app, &format!("?{scope}")).await, all as u64, "{scope}");
    }
}

#[tokio::test]
async fn every_selector_gives_the_words_of_the_text_and_what_stands_around_them() {
    let app = TestApp::samples().await;
    let mut texts: BTreeMap<String, Vec<char>> = BTreeMap::new();
    let (mut by_words, mut withheld) = (0, 0);
    for annotation in items(&app.json("/v1/annotations").await) {
        for target in annotation["target"].as_array().expect("targets") {
            let source = target["source"].as_str().expect("a source");
            if !texts.contains_key(source) {
                let answer = app.get(source).await;
                texts.insert(source.to_owned(), if answer.status == 200 { answer.text().chars().collect() } else { Vec::new() });
            }
            let text = &texts[source];
            let number = |name: &str| target["selector"][0][name].as_u64().expect("a number") as usize;
            let (start, end) = (number("start"), number("end"));
            let Some(quote) = target["selector"].get(1) else { continue };
            if text.is_empty() {
                // A name, or a speaker's own words; what stands around them is the publisher's.
                assert!(quote["exact"].is_string() && quote.get("prefix").is_none() && quote.get("suffix").is_none(), "{quote}");
                withheld += 1;
                continue;
            }
            let words = |from: usize, to: usize| json!(text[from..to].iter().collect::<String>());
            assert_eq!(quote["exact"], words(start, end));
            assert_eq!(quote["prefix"], words(start.saturating_sub(32), start));
            assert_eq!(quote["suffix"], words(end, (end + 32).min(text.len())));
            by_words += 1;
        }
    }
    assert!(by_words > 250 && withheld > 250, "{by_words} with their surroundings, {withheld} without");
}

#[tokio::test]
async fn a_page_that_there_is_not_is_refused_and_an_empty_collection_has_an_empty_page() {
    let app = TestApp::samples().await;
    let problem = app.get("/v1/annotations?limit=1000&page=2").await.problem(400, "invalid-parameter");
    assert_eq!(problem["errors"][0]["detail"], "is beyond the last page, 1");
    for query in ["page=0", "limit=0", "limit=1001", "motivation=assessing", "source=nowhere", "start=5"] {
        app.get(&format!("/v1/annotations?{query}")).await.problem(400, "invalid-parameter");
    }
    app.get("/v1/annotations/collection?page=1").await.problem(400, "invalid-parameter");
    app.get("/v1/articles/no-such-article/annotations/collection").await.problem(404, "not-found");
    assert_eq!(total(&app, "?to=1900").await, 0);
    let only = pages(&app, "/v1/annotations/collection?to=1900").await;
    assert_eq!((only.len(), &only[0]["items"]), (1, &json!([])));
    let none = app.get("/v1/annotations.ndjson?to=1900").await;
    assert_eq!((none.status.as_u16(), none.header("x-total-count"), none.body.len()), (200, "0", 0));
    let version = app.json("/v1/dataset").await["version"].as_str().expect("a version").to_owned();
    let pinned = app.json(&format!("/v1/annotations?dataset={version}&limit=9&page=2")).await;
    for address in [&pinned["next"], &pinned["prev"], &pinned["partOf"]["id"]] {
        assert!(address.as_str().is_some_and(|address| address.contains(&format!("dataset={version}"))), "{address} is not pinned");
    }
}

/// A sidecar without what web annotations do not carry.
fn marked(mut sidecar: Value) -> Value {
    sidecar["metadata"].take();
    sidecar.as_object_mut().expect("an object").remove("abstract");
    for entity in sidecar["entities"].as_array_mut().expect("entities") {
        entity.as_object_mut().expect("an object").remove("roles");
    }
    sidecar
}

#[tokio::test]
async fn the_pages_of_an_article_give_back_its_sidecar_and_one_of_them_says_that_it_is_a_part() {
    let app = TestApp::samples().await;
    let documents = app.all("/v1/articles.ndjson?text_status=held").await;
    for name in SAMPLES {
        let gold = marked(read(&sample(name, "json")));
        let sha256 = &gold["document"]["sha256"];
        let article = documents.iter().find(|article| article["sha256"] == *sha256).expect("the sample")["id"].as_str().expect("an id");
        let all = pages(&app, &format!("/v1/articles/{article}/annotations/collection?limit=20")).await;
        assert!(all.len() > 1, "{name}");
        // One after another in a file, in a list, and one annotation a line.
        let texts = [
            all.iter().map(Value::to_string).collect::<Vec<_>>().join("\n"),
            Value::from(all.clone()).to_string(),
            app.get(&format!("/v1/annotations.ndjson?article={article}")).await.text(),
        ];
        for pages in texts {
            let output = import(&sample(name, "txt"), &pages, &[]);
            assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
            assert_eq!(marked(serde_json::from_slice(&output.stdout).expect("JSON")), gold, "{name}");
        }
        let output = import(&sample(name, "txt"), &all[1].to_string(), &[]);
        assert_eq!(output.status.code(), Some(3), "{name}");
        for missing in [&all[1]["prev"], &all[1]["next"]].into_iter().filter_map(Value::as_str) {
            assert!(text(&output.stderr).contains(&format!("does not hold its page {missing}")), "{}", text(&output.stderr));
        }
        let collection = app.json(&format!("/v1/articles/{article}/annotations/collection")).await.to_string();
        let output = import(&sample(name, "txt"), &collection, &[]);
        assert_eq!(output.status.code(), Some(3));
        assert!(text(&output.stderr).contains("1 × the rest of a collection"), "{}", text(&output.stderr));
    }
}

#[tokio::test]
async fn of_the_annotations_of_all_articles_only_those_of_the_document_are_taken() {
    let app = TestApp::samples().await;
    let whole = app.json("/v1/annotations").await;
    let output = import(&sample(SAMPLES[1], "txt"), &whole.to_string(), &[]);
    let sidecar = marked(serde_json::from_slice(&output.stdout).expect("JSON"));
    assert_eq!(sidecar, marked(read(&sample(SAMPLES[1], "json"))));
    let others = items(&whole).iter().filter(|annotation| !annotation["target"][0]["source"].to_string().contains("0b621e21")).count();
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains(&format!("{others} × annotation: of another document")), "{}", text(&output.stderr));
}

#[tokio::test]
async fn who_made_an_annotation_is_said_and_a_program_is_called_one() {
    let (folder, sidecar, _) = one_sample();
    fs::remove_file(sidecar).expect("removed");
    fs::write(folder.path().join("gulls.txt"), "Gulls return\n\n\"They are loud,\" said Ilse Marn.\n").expect("written");
    let db = folder.path().join("own.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let app = TestApp::serving(&db).await;
    let mut made = BTreeMap::new();
    for annotation in walk(&app, "/v1/annotations/collection").await {
        *made.entry(annotation["creator"].to_string()).or_insert(0) += 1;
        assert_eq!(annotation["rights"], "https://creativecommons.org/publicdomain/zero/1.0/");
    }
    let rules = concat!("rules/", env!("CARGO_PKG_VERSION"));
    let program = json!({ "id": format!("urn:onrecord:annotator:{rules}"), "type": "Software", "name": rules });
    let curated = json!({ "id": "urn:onrecord:annotator:curated", "name": "curated" });
    assert_eq!(made.keys().cloned().collect::<HashSet<_>>(), HashSet::from([program.to_string(), curated.to_string()]));
}

#[test]
fn with_a_base_every_identifier_is_absolute() {
    let bytes = fs::read(sample(SAMPLES[0], "txt")).expect("a text");
    let document = Document::from_bytes("x.txt", bytes).expect("a document");
    let annotated = onrecord::annotate::annotate(&document.sha256, &document.text, &Known::default());
    let all = marks(&annotated.article, &annotated.entities, &annotated.mentions, &annotated.quotes);
    let page = |base| serde_json::to_string(&AnnotationPage::of(base, &annotated.article, Some(&document.text), &all)).expect("JSON");
    let (relative, absolute) = (page(Base(None)), page(Base(Some("https://news.example/"))));
    assert!(relative.contains("\"/v1/people/") && !absolute.contains("\"/v1/"), "{absolute}");
    assert_eq!(absolute.replace("https://news.example/v1/", "/v1/"), relative);
}

#[tokio::test]
async fn people_organisations_and_publishers_are_told_in_schema_org() {
    let app = TestApp::five().await;
    let dataset = app.json("/v1/dataset").await;
    let person = app.json("/v1/people/sergei-lavrov").await;
    let told = app.json("/v1/people/sergei-lavrov/jsonld").await;
    let names: Vec<&Value> = person["names"].as_array().expect("names").iter().map(|form| &form["name"]).collect();
    let told_names: Vec<&Value> = [&told["name"]].into_iter().chain(told["alternateName"].as_array().expect("names")).collect();
    assert_eq!(names.iter().collect::<HashSet<_>>(), told_names.iter().collect(), "every form of the name, once");
    assert_eq!(names.len(), told_names.len());
    let roles: Vec<&Value> = person["roles"].as_array().expect("roles").iter().map(|role| &role["role"]).collect();
    let often = |role: &Value| roles.iter().filter(|other| **other == role).count();
    let described = &told["disambiguatingDescription"];
    assert!(often(described) > 0 && roles.iter().all(|role| often(role) <= often(described)), "{described} of {roles:?}");
    for (path, r#type) in [("people/sergei-lavrov", "Person"), ("organisations/nato", "Organization"), ("sources/reuters", "Organization")]
    {
        let answer = app.get(&format!("/v1/{path}/jsonld")).await;
        assert_eq!(answer.header("content-type"), "application/ld+json");
        let told = answer.json();
        assert_eq!((&told["@type"], &told["@id"]), (&json!(r#type), &json!(format!("/v1/{path}"))));
        assert_eq!(told["subjectOf"]["version"], dataset["version"]);
        let said = app.send(reqwest::Method::GET, &format!("/v1/{path}"), &[("accept", "application/ld+json")]).await;
        let detail = said.problem(406, "not-acceptable")["detail"].to_string();
        assert!(detail.contains(&format!("/v1/{path}/jsonld")), "{detail}");
    }
    app.get("/v1/people/nato/jsonld").await.problem(404, "not-found");
}

#[tokio::test]
async fn schema_org_says_of_articles_and_quotes_what_their_records_say() {
    let app = TestApp::samples().await;
    for article in app.all("/v1/articles.ndjson").await {
        let told = app.json(&format!("/v1/articles/{}/jsonld", article["id"].as_str().expect("an id"))).await;
        assert_eq!((&told["headline"], &told["identifier"]["value"]), (&article["title"], &article["sha256"]));
        let published = if article["published_at"].is_string() { &article["published_at"] } else { &article["published"] };
        assert_eq!(&told["datePublished"], published);
        assert_eq!(told["sourceOrganization"]["name"], article["agency"]);
        for (theirs, ours) in [("author", "authors"), ("editor", "editors")] {
            let told: Vec<&Value> = told[theirs].as_array().into_iter().flatten().map(|person| &person["name"]).collect();
            assert_eq!(told, article[ours].as_array().into_iter().flatten().collect::<Vec<_>>());
        }
    }
    for quote in app.all("/v1/quotes.ndjson").await {
        let told = app.json(&format!("/v1/quotes/{}/jsonld", quote["id"].as_str().expect("an id"))).await;
        assert_eq!((&told["text"], &told["abstract"], &told["dateCreated"]), (&quote["text"], &quote["summary"], &quote["said_on"]));
        assert_eq!((&told["creator"]["name"], &told["creator"]), (&quote["speaker"]["name"], &told["spokenByCharacter"]));
        let named = |value: &Value| value.as_array().into_iter().flatten().map(|agent| agent["name"].clone()).collect::<Vec<_>>();
        assert_eq!(named(&told["mentions"]), named(&quote["about"]));
        assert_eq!(told["isPartOf"]["headline"], quote["article"]["title"]);
    }
}
