//! `/v1/suggest`: what may be meant by a few letters, compared with a search that looks at everything.

use std::collections::BTreeSet;

use onrecord::domain::folding;
use serde_json::Value;

use crate::app::{TestApp, seed_into};

/// A record as the oracle knows it.
struct Known {
    r#type: &'static str,
    id: String,
    label: String,
    count: u64,
    words: BTreeSet<String>,
}

/// Everything that can be suggested, read from the lists.
async fn everything(app: &TestApp) -> Vec<Known> {
    let lists = [
        ("person", "people", "name"),
        ("organisation", "organisations", "name"),
        ("source", "sources", "name"),
        ("article", "articles", "title"),
    ];
    let kinds =
        "title,standfirst,byline,dateline,date,heading,body,caption,credit,bio,footnote,comment,comment_meta,promo,boilerplate,spam";
    let mut all = Vec::new();
    for (r#type, list, label) in lists {
        let sections = if label == "name" && list != "sources" { format!("?section={kinds}") } else { String::new() };
        for record in app.all(&format!("/v1/{list}.ndjson{sections}")).await {
            let text = |value: &Value| value.as_str().expect("text").to_owned();
            let label = text(&record[label]);
            let names = record["names"].as_array().into_iter().flatten().map(|name| text(&name["name"]));
            let mut words = BTreeSet::new();
            for name in names.chain([label.clone()]) {
                let folded = folding::words(&name);
                let initials: Vec<&[String]> = folded
                    .chunk_by(|one, next| one.chars().count() == 1 && next.chars().count() == 1)
                    .filter(|run| run.len() > 1)
                    .collect();
                words.extend(initials.iter().map(|run| run.concat()));
                words.extend(folded);
            }
            let count = if r#type == "article" { 1 } else { record["counts"]["articles"].as_u64().expect("a count") };
            all.push(Known { r#type, id: text(&record["id"]), label, count, words });
        }
    }
    all
}

/// The fewest slips, up to two, by which a word begins as it was typed.
fn slips(typed: &str, word: &str) -> Option<usize> {
    let letters = typed.chars().count();
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]).enumerate();
    // Each slip makes it one letter longer or shorter at the most.
    let near = ends.filter(|(number, _)| number.abs_diff(letters) <= 2);
    near.map(|(_, end)| strsim::osa_distance(typed, &word[..end])).min()
}

/// What should be suggested: type, id and slips of each.
fn expected(all: &[Known], typed: &str, kinds: &[&str], limit: usize) -> Vec<(String, String, u64)> {
    let words: BTreeSet<String> = folding::words(typed).into_iter().collect();
    let mut found = Vec::new();
    for known in all.iter().filter(|known| kinds.is_empty() || kinds.contains(&known.r#type)) {
        let each = words.iter().map(|typed| {
            let forgiven = match typed.chars().count() {
                _ if words.len() > 8 => 0,
                0..4 => 0,
                4..8 => 1,
                _ => 2,
            };
            known.words.iter().filter_map(|word| slips(typed, word)).min().filter(|slips| *slips <= forgiven)
        });
        if let Some(each) = each.collect::<Option<Vec<_>>>() {
            found.push((each.into_iter().max().unwrap_or(0), known));
        }
    }
    found.sort_by_key(|(slips, known)| (*slips, std::cmp::Reverse(known.count), known.id.clone(), known.r#type));
    found.into_iter().take(limit).map(|(slips, known)| (known.r#type.to_owned(), known.id.clone(), slips as u64)).collect()
}

async fn suggested(app: &TestApp, query: &[(&str, &str)]) -> Vec<Value> {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
    app.json(&format!("/v1/suggest?{query}")).await["items"].as_array().expect("items").clone()
}

async fn labels(app: &TestApp, typed: &str) -> Vec<String> {
    suggested(app, &[("q", typed)]).await.iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
}

/// A corpus in which a few hundred people of similar names speak, some more often than others.
async fn crowd() -> TestApp {
    let folder = tempfile::tempdir().expect("a folder");
    let given = ["Mara", "Marek", "Maria", "Martin", "Boris", "Doris", "Anna", "Hanna", "Sergei", "Serge", "José", "Zoë"];
    let family =
        ["Tolvik", "Tolvig", "Kovalenta", "Kovalente", "Kovačenta", "Sarkolainen", "Sarkolinen", "Øberg", "Oberg", "Hale", "Halle", "Reed"];
    let mut lines = Vec::new();
    for number in 0..120_usize {
        let person = |n: usize| format!("{} {}", given[n * 7 % given.len()], family[n * n % family.len()]);
        let (one, other) = (person(number), person(number / 3 + 5));
        let text = format!(
            "{one} told reporters on Monday that the pier would open in May. \"We are nearly there,\" said {other}, the mayor.\n\n\
             The harbour board of Kessary has met {one} twice. \"It is settled,\" {one} said."
        );
        let title = format!("{} and the pier of {} {number}", family[number % 12], given[number % 5]);
        let source = ["The Quay", "The Quarry Times", "Harbour News"][number % 3];
        let record = serde_json::json!({ "id": format!("r{number}"), "title": title, "text": text, "publisher": source, "language": "en" });
        lines.push(record.to_string());
    }
    std::fs::write(folder.path().join("crowd.jsonl"), lines.join("\n")).expect("written");
    let db = folder.path().join("onrecord.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    TestApp::serving(&db).await
}

#[tokio::test]
async fn suggestions_are_those_of_a_search_that_looks_at_everything() {
    let app = crowd().await;
    let all = everything(&app).await;
    assert!(all.iter().filter(|known| known.r#type == "person").count() > 30, "there are people to tell apart");
    let mut typed: Vec<String> = ["m", "ma", "q", "1", "a m", "the qu", "ma tol", "tolvik mar", "u.s", "kov kov", "halle pier of", "zzzz"]
        .map(str::to_owned)
        .to_vec();
    // Every word that there is: its beginnings, and with slips of each kind.
    let words: BTreeSet<&String> = all.iter().flat_map(|known| &known.words).filter(|word| word.chars().count() > 2).collect();
    for (number, word) in words.iter().enumerate().filter(|(number, _)| number % 2 == 0) {
        let letters: Vec<char> = word.chars().collect();
        let at = number % (letters.len() - 1);
        let with = |changed: &dyn Fn(&mut Vec<char>)| {
            let mut letters = letters.clone();
            changed(&mut letters);
            letters.into_iter().collect::<String>()
        };
        typed.push(with(&|letters| letters.truncate(at + 1)));
        typed.push(with(&|letters| {
            letters.remove(at);
        }));
        typed.push(with(&|letters| letters.insert(at, 'x')));
        typed.push(with(&|letters| letters[at] = 'x'));
        typed.push(with(&|letters| letters.swap(at, at + 1)));
        typed.push(with(&|letters| (letters[0], letters[at]) = ('w', 'v')));
        typed.push(format!("{} {}", with(&|letters| letters.swap(at, at + 1)), &all[number % all.len()].label));
    }
    let mut forgiven = 0;
    for (number, typed) in typed.iter().enumerate() {
        let (kinds, limit): (&[&str], usize) = [(&[][..], 10), (&["person"][..], 20), (&["article", "source"][..], 3)][number % 3];
        let limit_text = limit.to_string();
        let kinds_text = kinds.join(",");
        let mut query = vec![("q", typed.as_str()), ("limit", &limit_text)];
        query.extend(Some(("type", kinds_text.as_str())).filter(|_| !kinds.is_empty()));
        let items = suggested(&app, &query).await;
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let found: Vec<_> =
            items.iter().map(|item| (text(&item["type"]), text(&item["id"]), item["typos"].as_u64().expect("a number"))).collect();
        assert_eq!(found, expected(&all, typed, kinds, limit), "`{typed}` among {kinds:?}");
        forgiven += found.iter().filter(|(_, _, slips)| *slips > 0).count();
    }
    assert!(typed.len() > 200 && forgiven > 300, "{} {forgiven}", typed.len());
}

#[tokio::test]
async fn people_are_found_by_any_word_of_any_name_and_with_slips() {
    let app = TestApp::five().await;
    for typed in [
        "lavr",
        "LAVROV",
        "S. Lav",
        "lavrov serg",
        "Sergey L",
        "Lávrov",
        "La\u{301}v",
        "Lavrof",
        "Lavorv",
        "Avrov",
        "Segrei Lavrow",
        "lavrov,",
    ] {
        assert_eq!(labels(&app, typed).await[0], "Sergei Lavrov", "{typed}");
    }
    for typed in ["lvr", "wxyz", "lavrovlavrov", "sergei obama"] {
        assert_eq!(labels(&app, typed).await, Vec::<String>::new(), "{typed}");
    }
    let first = &suggested(&app, &[("q", "lavr")]).await[0];
    let person = app.json(first["path"].as_str().expect("a path")).await;
    assert_eq!((&first["id"], &first["label"], &first["count"]), (&person["id"], &person["name"], &person["counts"]["articles"]));
    let roles: Vec<&Value> = person["roles"].as_array().expect("roles").iter().map(|role| &role["role"]).collect();
    assert!(roles.contains(&&first["hint"]), "{first} {roles:?}");
}

#[tokio::test]
async fn every_script_is_folded_alike() {
    let folder = tempfile::tempdir().expect("a folder");
    let titles = [
        "Überfall in der Straße",
        "İstanbul'da ılık bahar",
        "Лавров и Йошкар-Ола",
        "北京 大学",
        "Søren Ærø på Łódź",
        "한국 뉴스",
        "Caf\u{65}\u{301} Zola",
        "J.K. Tolvik on the U.S.",
    ];
    for (number, title) in titles.iter().enumerate() {
        let record = serde_json::json!({ "title": title, "text": format!("{title}\n\nNumber {number} of the day, in a line of its own.") });
        std::fs::write(folder.path().join(format!("{number}.json")), record.to_string()).expect("written");
    }
    let db = folder.path().join("onrecord.db");
    seed_into(&db, &[folder.path().to_owned()], false).await;
    let app = TestApp::serving(&db).await;
    let known: BTreeSet<String> =
        app.all("/v1/articles.ndjson").await.iter().map(|article| article["title"].as_str().expect("a title").to_owned()).collect();
    for (typed, title) in [
        ("uberf", titles[0]),
        ("strasse", titles[0]),
        ("STRASSE", titles[0]),
        ("straße", titles[0]),
        ("istanb", titles[1]),
        ("ISTANBUL", titles[1]),
        ("ILIK", titles[1]),
        ("лавр", titles[2]),
        ("ЛАВРОВ", titles[2]),
        ("лаврво", titles[2]),
        ("йошк", titles[2]),
        ("ола", titles[2]),
        ("北", titles[3]),
        ("soren aero", titles[4]),
        ("lodz", titles[4]),
        ("한", titles[5]),
        ("cafe", titles[6]),
        ("CAFÉ", titles[6]),
        ("jk tol", titles[7]),
        ("j.k.tol", titles[7]),
        ("us", titles[7]),
        ("U.S.", titles[7]),
    ] {
        assert!(known.contains(title), "{title} is among {known:?}");
        let found = labels(&app, typed).await;
        assert!(found.iter().any(|label| label == title), "{typed}: {found:?}");
    }
}

#[tokio::test]
async fn what_holds_nothing_to_go_by_is_refused_and_nothing_typed_is_what_is_most_frequent() {
    let app = TestApp::five().await;
    for query in [
        "q=",
        "q=%20",
        "q=...",
        "q=%22-%22",
        "q=%00",
        "q=a%0Ab",
        "q=%F0%9F%A6%80",
        "limit=0",
        "limit=21",
        "type=quote",
        "q=a&q=b",
        "cursor=x",
    ] {
        app.get(&format!("/v1/suggest?{query}")).await.problem(400, "invalid-parameter");
    }
    app.get(&format!("/v1/suggest?q={}", "a".repeat(201))).await.problem(400, "invalid-parameter");
    // What would be an operator of a search is only a sign here.
    for typed in [
        "-lavrov",
        "\"lavrov",
        "lavrov &",
        "lavrov*",
        "NOT lavrov OR",
        "lavrov - reset",
        "(lavrov)",
        &"a ".repeat(99),
        &"lavrovs ".repeat(25),
    ] {
        suggested(&app, &[("q", typed)]).await;
    }
    assert_eq!(labels(&app, "-lavrov").await[0], "Sergei Lavrov");
    let all = suggested(&app, &[]).await;
    assert_eq!((all.len(), &all[0]["label"]), (10, &"Sergei Lavrov".into()));
    let counts: Vec<u64> = all.iter().map(|item| item["count"].as_u64().expect("a count")).collect();
    assert!(counts.is_sorted_by(|one, next| one >= next), "{counts:?}");
    let sources = suggested(&app, &[("type", "source"), ("limit", "20")]).await;
    assert!(!sources.is_empty() && sources.iter().all(|item| item["type"] == "source"), "{sources:?}");
    let (one, other) = (app.get("/v1/suggest?q=r").await, app.get("/v1/suggest?q=r").await);
    assert_eq!((one.body, one.headers["etag"].clone()), (other.body, other.headers["etag"].clone()));
}
