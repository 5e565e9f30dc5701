//! Citations of articles, quotes and the dataset, in every style.

use serde_json::{Value, json};

use crate::app::{TestApp, seed_into};

const LAVROV: &str = "/v1/articles/russias-lavrov-says-reset-with-u-s-cannot-last-forever-f50b6904";

/// A server over one article whose metadata are as hard as they come.
async fn hard() -> (tempfile::TempDir, TestApp, String) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let record = json!({
        "title": "Gulls & 5% of {all} \"loud\" birds:\nER  - $x_1$ ~ #2 ^ \\end{document} — süß",
        "text": "Birds\n\n\"They are loud enough to wake the harbour master,\" said Ilse Marn.",
        "url": "https://example.org/7?a={b}&c=%20#top",
        "source": "The Quay & Post",
        "published": "2024-06",
        "authors": ["Ute von der Heide", "Quay News Desk", "Ed O'Hara-Lind Jr."],
    });
    std::fs::write(folder.path().join("one.jsonl"), record.to_string()).expect("written");
    let db = folder.path().join("x.db");
    seed_into(&db, &[folder.path().join("one.jsonl")], false).await;
    let app = TestApp::serving(&db).await;
    let id = app.ids("/v1/articles?source=the-quay-post").await.swap_remove(0);
    (folder, app, id)
}

/// An answer with the dataset's version and the article's id, which other tests are about, taken out.
async fn cited(app: &TestApp, path: &str) -> String {
    let answer = app.get(path).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/plain; charset=utf-8"), "{path}: {}", answer.text());
    let version = app.json("/v1/dataset").await["version"].as_str().expect("a version").to_owned();
    assert!(answer.text().contains(&version), "{path} does not name the version");
    answer.text().replace(&version, "VERSION")
}

#[tokio::test]
async fn bibtex_survives_whatever_a_headline_holds() {
    let (_folder, app, id) = hard().await;
    let entry = cited(&app, &format!("/v1/articles/{id}/citation")).await;
    let expected = expect_test::expect![[r#"
        @article{ID,
          author = {von der Heide, Ute and {Quay News Desk} and O'Hara-Lind, Jr., Ed},
          title = {{Gulls \& 5\% of \textbraceleft{}all\textbraceright{} "loud" birds: ER - \$x\_1\$ \textasciitilde{} \#2 \textasciicircum{} \textbackslash{}end\textbraceleft{}document\textbraceright{} — süß}},
          journal = {The Quay \& Post},
          date = {2024-06},
          year = {2024},
          url = {https://example.org/7?a=%7Bb%7D&c=%20#top},
          note = {Annotated in the onrecord dataset, version VERSION, article ID.},
          month = jun,
        }
    "#]];
    expected.assert_eq(&entry.replace(&id, "ID"));
    assert_eq!(entry.matches('{').count(), entry.matches('}').count(), "BibTeX counts braces, escaped or not");
}

#[tokio::test]
async fn csl_and_ris_hold_one_record_with_names_parted_and_a_date_as_precise_as_it_is_known() {
    let (_folder, app, id) = hard().await;
    let csl = cited(&app, &format!("/v1/articles/{id}/citation?style=csl&accessed=2026-03-01")).await;
    expect_test::expect![[r#"
        [
          {
            "id": "ID",
            "type": "article-newspaper",
            "author": [
              {
                "family": "von der Heide",
                "given": "Ute"
              },
              {
                "literal": "Quay News Desk"
              },
              {
                "family": "O'Hara-Lind",
                "given": "Ed",
                "suffix": "Jr."
              }
            ],
            "title": "Gulls & 5% of {all} \"loud\" birds: ER - $x_1$ ~ #2 ^ \\end{document} — süß",
            "container-title": "The Quay & Post",
            "issued": {
              "date-parts": [
                [
                  2024,
                  6
                ]
              ]
            },
            "accessed": {
              "date-parts": [
                [
                  2026,
                  3,
                  1
                ]
              ]
            },
            "URL": "https://example.org/7?a=%7Bb%7D&c=%20#top",
            "language": "en",
            "source": "onrecord dataset, version VERSION",
            "note": "Annotated in the onrecord dataset, version VERSION, article ID."
          }
        ]
    "#]]
    .assert_eq(&csl.replace(&id, "ID"));
    let ris = cited(&app, &format!("/v1/articles/{id}/citation?style=ris&accessed=2026-03-01")).await;
    expect_test::expect![[r#"
        TY  - NEWS
        ID  - ID
        AU  - von der Heide, Ute
        AU  - Quay News Desk
        AU  - O'Hara-Lind, Ed, Jr.
        TI  - Gulls & 5% of {all} "loud" birds: ER - $x_1$ ~ #2 ^ \end{document} — süß
        T2  - The Quay & Post
        PY  - 2024
        DA  - 2024/06//
        Y2  - 2026/03/01/
        UR  - https://example.org/7?a=%7Bb%7D&c=%20#top
        LA  - en
        DB  - onrecord dataset, version VERSION
        AN  - ID
        N1  - Annotated in the onrecord dataset, version VERSION, article ID.
        ER  - 
    "#]]
    .assert_eq(&ris.replace(&id, "ID").replace("\r\n", "\n"));
    let lines: Vec<&str> = ris.split_terminator("\r\n").collect();
    assert!(lines.iter().all(|line| !line.contains(['\r', '\n']) && &line[2..6] == "  - "), "{ris}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("ER") || line.starts_with("TY")).count(), 2);
    assert!(lines[0].starts_with("TY  - ") && lines.last() == Some(&"ER  - "));
}

#[tokio::test]
async fn a_quote_is_cited_as_part_of_its_article() {
    let app = TestApp::five().await;
    let entry = cited(&app, "/v1/quotes/f50b6904-907/citation?style=bibtex&accessed=2026-03-01").await;
    expect_test::expect![[r#"
        @article{f50b6904-907,
          author = {Heritage, Timothy},
          editor = {Hemming, Jon},
          title = {{Russia's Lavrov says "reset" with U.S. cannot last forever}},
          journal = {Reuters},
          date = {2012-10-03},
          year = {2012},
          urldate = {2026-03-01},
          note = {Direct quote by Sergei Lavrov; section body, characters 907 to 1065 of the text; annotated in the onrecord dataset, version VERSION, quote f50b6904-907.},
          month = oct,
        }
    "#]].assert_eq(&entry);
    let (_folder, app, id) = hard().await;
    let quote = &app.json(&format!("/v1/quotes?article={id}")).await["items"][0];
    let item: Value = app.get(&format!("/v1/quotes/{}/citation?style=csl", quote["id"].as_str().expect("an id"))).await.json()[0].clone();
    let address = quote["fragment_url"].as_str().expect("an address");
    assert_eq!(item["URL"], address.replace('{', "%7B").replace('}', "%7D"), "it leads to the quote's own words");
    assert_eq!(item["author"][0], json!({ "family": "von der Heide", "given": "Ute" }));
}

#[tokio::test]
async fn the_dataset_is_cited_by_its_version() {
    let app = TestApp::five().await;
    expect_test::expect![[r"
        @dataset{onrecord-VERSION,
          author = {{onrecord}},
          title = {{onrecord dataset}},
          version = {VERSION},
          note = {Marked by hand or by rules in the documents whose SHA-256 each article carries; every mark names its annotator.},
        }
    "]]
    .assert_eq(&cited(&app, "/v1/dataset/citation").await);
    let item = app.get("/v1/dataset/citation?style=csl").await.json()[0].clone();
    assert_eq!((&item["type"], &item["version"]), (&"dataset".into(), &app.json("/v1/dataset").await["version"]));
}

#[tokio::test]
async fn a_citation_knows_no_day_but_the_one_it_is_told() {
    let app = TestApp::five().await;
    for style in ["bibtex", "csl", "ris"] {
        let path = format!("{LAVROV}/citation?style={style}");
        let without = app.get(&path).await;
        assert!(!without.text().contains("urldate") && !without.text().contains("accessed") && !without.text().contains("Y2"), "{style}");
        assert_eq!(without.body, app.get(&path).await.body);
        let ending = if style == "bibtex" { "bib" } else { style };
        let ending = if style == "csl" { "json" } else { ending };
        let name = without.header("content-disposition");
        assert!(name.starts_with("inline; filename=\"russias-lavrov") && name.ends_with(&format!(".{ending}\"")), "{name}");
    }
    for (query, parameter) in [
        ("style=mla", "style"),
        ("style=", "style"),
        ("style=csl,ris", "style"),
        ("accessed=2026-02-30", "accessed"),
        ("accessed=2026-03", "accessed"),
        ("accessed=today", "accessed"),
    ] {
        let answer = app.get(&format!("{LAVROV}/citation?{query}")).await;
        assert_eq!(answer.status, 400, "{query}");
        let problem = answer.problem(400, "invalid-parameter");
        assert_eq!(problem["errors"][0]["parameter"], parameter, "{problem}");
    }
    app.get("/v1/quotes/f50b6904-908/citation").await.problem(404, "not-found");
    app.get("/v1/articles/none/citation?style=csl").await.problem(404, "not-found");
    app.get("/v1/dataset/citation?dataset=000000000000").await.problem(409, "dataset-version-mismatch");
}

#[tokio::test]
async fn whoever_asks_a_record_for_a_citation_is_shown_the_way() {
    let app = TestApp::five().await;
    for (accept, style) in [
        ("application/x-bibtex", "bibtex"),
        ("application/vnd.citationstyles.csl+json", "csl"),
        ("application/x-research-info-systems", "ris"),
    ] {
        let problem = app.send(reqwest::Method::GET, LAVROV, &[("accept", accept)]).await.problem(406, "not-acceptable");
        let path = format!("{LAVROV}/citation?style={style}");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(&path)), "{problem}");
        let answer = app.send(reqwest::Method::GET, &path, &[("accept", accept)]).await;
        assert_eq!(answer.status, 200, "the path has said it already");
    }
}
