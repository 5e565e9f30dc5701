//! Ids that are gone: a curator, or the program, has found that they mean somebody who has another id.

use std::fs;

use onrecord::{
    domain::{EntityRef, EntityType, Merge, Origin},
    store::{Place, SnapshotWriter},
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    app::{PUBLISHING, TestApp, one_sample, seed_into},
    clashes::article,
};

const FULL: &str =
    "Pier to reopen\n\nMayor Yevgeni Sarkolo said on Monday that the pier would open in May. \"We are nearly there,\" Sarkolo said.\n";
const SPELT_OTHERWISE: &str =
    "Council meets\n\nMayor Evgeny Sarkolo told the council that the bill was paid. \"It is settled,\" he said.\n";
const MISSPELT: &str =
    "Pier bill paid\n\nHarbour master Jewgeni Sarkula said on Monday that all was paid. \"It is over,\" Sarkula told Orla Dunmore.\n";

/// Seeds the sample with its sidecar changed, beside other documents: the folder's `out.db`, and what was rejected.
async fn seeded(texts: &[(&str, &str)], change: impl Fn(&mut Value)) -> (TestApp, Vec<String>) {
    let (folder, path, mut sidecar) = one_sample();
    change(&mut sidecar);
    fs::write(&path, sidecar.to_string()).expect("written");
    for (name, text) in texts {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let db = folder.path().join("out.db");
    let summary = seed_into(&db, &[folder.path().to_owned()], false).await;
    let root = format!("{}/", folder.path().display());
    (TestApp::serving(&db).await, summary.rejected.iter().map(|rejection| rejection.to_string().replace(&root, "")).collect())
}

fn set_former(sidecar: &mut Value, id: &str, former: Value) {
    let entities = sidecar["entities"].as_array_mut().expect("entities");
    entities.iter_mut().find(|entity| entity["id"] == id).expect("the entity")["formerly"] = former;
}

/// The id by which the program knows the one whom another spelling names.
async fn merged_by_the_program() -> (TestApp, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("1.txt"), FULL).expect("written");
    fs::write(folder.path().join("2.txt"), SPELT_OTHERWISE).expect("written");
    let db = folder.path().join("onrecord.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let app = TestApp::serving(&db).await;
    let person = app.json("/v1/people?q=sarkolo").await["items"][0].clone();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    (app, text(&person["merged"][0]["id"]), text(&person["id"]))
}

#[tokio::test]
async fn an_id_that_was_merged_leads_to_the_one_that_is_left() {
    let (app, gone, left) = merged_by_the_program().await;
    let version = app.json("/v1/dataset").await["version"].as_str().expect("a version").to_owned();
    for query in [String::new(), format!("?dataset={version}"), format!("?dataset=%{:x}{}", version.as_bytes()[0], &version[1..])] {
        for method in [Method::GET, Method::HEAD] {
            let answer = app.send(method, &format!("/v1/people/{gone}{query}"), &[]).await;
            assert_eq!((answer.status.as_u16(), answer.header("location")), (308, &*format!("/v1/people/{left}{query}")));
            assert_eq!((answer.body.len(), answer.header("dataset-version")), (0, &*version));
            assert_eq!(app.json(answer.header("location")).await["id"], *left);
        }
    }
    assert!(app.get(&format!("/v1/people/{gone}?dataset={version}")).await.header("cache-control").contains("immutable"));
    app.get(&format!("/v1/people/{gone}?dataset=000000000000")).await.problem(409, "dataset-version-mismatch");
    app.get(&format!("/v1/people/{gone}?x=1")).await.problem(400, "invalid-parameter");
    let problem = app.get(&format!("/v1/organisations/{gone}")).await.problem(404, "not-found");
    assert!(problem["detail"].as_str().expect("a detail").contains(&format!("/v1/people/{left}")), "{problem}");
    // Every header of it is described, as those of all answers.
    let api = app.json("/openapi.json").await;
    for path in ["/v1/people/{id}", "/v1/organisations/{id}"] {
        let described = api["paths"][path]["get"]["responses"]["308"]["headers"].as_object().expect("a described redirect").clone();
        let sent = app.get(&format!("/v1/people/{gone}")).await;
        for name in sent.headers.keys().filter(|name| !["date", "content-length"].contains(&name.as_str())) {
            assert!(described.keys().any(|described| described.eq_ignore_ascii_case(name.as_str())), "{name} is not described");
        }
    }
}

#[tokio::test]
async fn as_a_filter_a_merged_id_is_refused_and_the_one_that_is_left_is_named() {
    let (app, gone, left) = merged_by_the_program().await;
    for query in ["quotes?speaker=", "quotes?about=", "quotes?person_not=", "mentions?person=", "people?person=", "articles?person_all="] {
        let problem = app.get(&format!("/v1/{query}{gone}")).await.problem(400, "invalid-parameter");
        assert_eq!(problem["errors"][0]["did_you_mean"], json!([left]), "{query}");
        assert!(problem["errors"][0]["detail"].as_str().expect("a detail").ends_with(&format!("merged into `{left}`")), "{problem}");
    }
    let problem = app.get(&format!("/v1/mentions?organisation={gone}")).await.problem(400, "invalid-parameter");
    assert_ne!(problem["errors"][0]["did_you_mean"], json!([left]), "a person is no organisation");
}

#[tokio::test]
async fn a_curator_can_say_that_two_ids_are_one() {
    let texts = [("other.txt", MISSPELT)];
    let (before, rejected) = seeded(&texts, |_| ()).await;
    assert_eq!(rejected, Vec::<String>::new());
    let alone = before.json("/v1/people/jewgeni-sarkula").await;
    let survivor = before.json("/v1/people/yevgeni-sarkola").await;
    let (app, rejected) = seeded(&texts, |sidecar| set_former(sidecar, "yevgeni-sarkola", json!(["jewgeni-sarkula", "never-seen"]))).await;
    assert_eq!(rejected, Vec::<String>::new());
    for gone in ["jewgeni-sarkula", "never-seen"] {
        let answer = app.get(&format!("/v1/people/{gone}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (308, "/v1/people/yevgeni-sarkola"), "{gone}");
    }
    let both = app.json("/v1/people/yevgeni-sarkola").await;
    assert_eq!(both["name"], survivor["name"]);
    let curated = |id: &str| json!({ "id": id, "reason": "curated" });
    assert_eq!(both["merged"], json!([curated("jewgeni-sarkula"), curated("never-seen")]));
    for count in ["articles", "mentions", "quotes", "quoted_articles"] {
        let sum = alone["counts"][count].as_u64().expect("a count") + survivor["counts"][count].as_u64().expect("a count");
        assert_eq!(both["counts"][count], sum, "{count}");
    }
    assert!(alone["counts"]["quotes"].as_u64() > Some(0), "{alone}");
    let text = app.get("/v1/quotes.ndjson").await.text()
        + &app.get("/v1/mentions.ndjson").await.text()
        + &app.get("/v1/people.ndjson").await.text();
    assert!(!text.replace(&curated("jewgeni-sarkula").to_string(), "").contains("\"jewgeni-sarkula\""), "the id stands nowhere else");
    let found = app.json("/v1/lookup?name=jewgeni+sarkula").await;
    assert_eq!(found["items"][0]["id"], "yevgeni-sarkola", "the name as written still finds its bearer: {found}");
    assert_ne!(app.json("/v1/dataset").await["version"], before.json("/v1/dataset").await["version"]);
}

#[tokio::test]
async fn a_chain_of_merges_leads_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = folder.path().join("out.db");
    let mut writer = SnapshotWriter::open(&Place::of(&db), "a run").await.expect("a writer");
    let reed = EntityRef { id: "j-reed".to_owned(), r#type: EntityType::Person, name: "J. Reed".to_owned() };
    writer.reserve_entity(&reed).await.expect("reserved");
    writer.reserve_former("j-r", &reed).await.expect("reserved");
    writer.reserve_former("unused", &EntityRef { id: "nobody".to_owned(), ..reed }).await.expect("reserved");
    let people = [("j-r", EntityType::Person, "J. R."), ("jo-reed", EntityType::Person, "Jo Reed")];
    for (position, person) in (0..).zip(people) {
        let sha256 = position.to_string().repeat(64);
        let origin =
            Origin { name: sha256.clone(), sha256: sha256.clone(), media_type: "text/plain".to_owned(), encoding: "utf-8".to_owned() };
        writer.document(position, &origin, article(&sha256, "The Quay", &[person])).await.expect("written");
    }
    // The curator: `j-r` is `j-reed`. The program: that is Jo Reed.
    let merge = || Merge { from: "j-reed".to_owned(), into: "jo-reed".to_owned(), reason: "an initial".to_owned() };
    writer.publish(PUBLISHING, |_| vec![merge()], |_| Vec::new()).await.expect("published");
    let app = TestApp::serving(&db).await;
    for gone in ["j-r", "j-reed"] {
        assert_eq!(app.get(&format!("/v1/people/{gone}")).await.header("location"), "/v1/people/jo-reed", "{gone}");
    }
    let left = app.json("/v1/people/jo-reed").await;
    let reasons = [("j-r", "curated"), ("j-reed", "an initial")].map(|(id, reason)| json!({ "id": id, "reason": reason }));
    assert_eq!((&left["merged"], &left["counts"]["articles"]), (&json!(reasons), &json!(2)));
    app.get("/v1/people/unused").await.problem(404, "not-found");
}

#[tokio::test]
async fn the_curator_is_asked_before_the_program() {
    let texts = [("1.txt", FULL), ("2.txt", SPELT_OTHERWISE)];
    let (_, gone, left) = merged_by_the_program().await;
    let (app, rejected) = seeded(&texts, |sidecar| set_former(sidecar, "yevgeni-sarkola", json!([left]))).await;
    assert_eq!(rejected, Vec::<String>::new());
    assert_eq!(app.get(&format!("/v1/people/{left}")).await.header("location"), "/v1/people/yevgeni-sarkola");
    assert_eq!(app.get(&format!("/v1/people/{gone}")).await.status, 200, "what the program took for one name is two now");
}

#[tokio::test]
async fn an_id_that_a_curator_gave_away_is_not_used_for_another_type() {
    let texts = [("other.txt", MISSPELT)];
    let (app, rejected) = seeded(&texts, |sidecar| {
        let organisation = sidecar["entities"].as_array().expect("entities").iter().find(|entity| entity["type"] == "organisation");
        let id = organisation.expect("an organisation")["id"].as_str().expect("an id").to_owned();
        set_former(sidecar, &id, json!(["jewgeni-sarkula"]));
    })
    .await;
    assert_eq!(rejected, Vec::<String>::new());
    assert_eq!(app.get("/v1/people/jewgeni-sarkula-person").await.status, 200, "he keeps a record of his own");
    assert_eq!(app.get("/v1/organisations/jewgeni-sarkula").await.status, 308);
    app.get("/v1/people/jewgeni-sarkula").await.problem(404, "not-found");
}

#[tokio::test]
async fn curators_who_contradict_each_other_or_themselves_are_rejected_with_place_and_reason() {
    type Harm = fn(&mut Value);
    let cases: [(Harm, &str); 5] = [
        (|s| s["entities"][0]["formerly"] = json!(["No Id"]), "pier.json at /entities/0/formerly/0: \"No Id\" is not up to 200"),
        (|s| s["entities"][0]["formerly"] = json!([s["entities"][1]["id"]]), "is the id of an entity of this file, or listed twice"),
        (|s| s["entities"][0]["formerly"] = json!([s["entities"][0]["id"]]), "is the id of an entity of this file, or listed twice"),
        (
            |s| (s["entities"][0]["formerly"], s["entities"][1]["formerly"]) = (json!(["old"]), json!(["old"])),
            "pier.json at /entities/1/formerly/0: `old`",
        ),
        (
            |s| s["entities"][0]["formerly"] = json!(["older", "sergei-lavrov"]),
            "pier.json at /entities/0/formerly/1: `sergei-lavrov` is still in use for \"Sergei Lavrov\" in annotations/",
        ),
    ];
    for (n, (harm, expected)) in cases.into_iter().enumerate() {
        let (_, rejected) = seeded(&[], harm).await;
        assert!(rejected.len() == 1 && rejected[0].contains(expected), "case {n}: {rejected:?} should say {expected:?}");
    }
    // Two files: the first to speak is taken, and the second told so.
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let second = |change: fn(&mut Value)| {
        let mut sidecar: Value =
            serde_json::from_slice(&fs::read(samples.join("sample-1-ferry-pier.json")).expect("a sidecar")).expect("JSON");
        change(&mut sidecar);
        sidecar.to_string()
    };
    let cases: [(Harm, &str); 2] = [
        (|s| set_former(s, "linnet-okaro", json!(["old"])), "zz.json at /entities/"),
        (
            |s| {
                let text = s.to_string().replace("\"linnet-okaro\"", "\"old\"");
                *s = serde_json::from_str(&text).expect("JSON");
            },
            "`old` is `yevgeni-sarkola` since pier.json: use the new id",
        ),
    ];
    for (harm, expected) in cases {
        let sidecar = second(harm);
        let (app, rejected) = seeded(&[("zz.json", &sidecar)], |first| set_former(first, "yevgeni-sarkola", json!(["old"]))).await;
        assert!(rejected.len() == 1 && rejected[0].contains(expected), "{rejected:?} should say {expected:?}");
        assert!(rejected[0].contains("`old` is `yevgeni-sarkola` since pier.json"), "{rejected:?}");
        assert_eq!(app.get("/v1/people/old").await.header("location"), "/v1/people/yevgeni-sarkola");
    }
}
