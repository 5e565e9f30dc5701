//! How well the rules do on the marked articles: figures do not fall unseen, and the README tells those of the held-out part.

use std::{fs, path::Path, process::Command};

/// Set to write the figures into the README anew instead of comparing them.
const UPDATE: &str = "UPDATE_README";

fn score(part: &str, arguments: &[&str]) -> (bool, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/marked").join(part);
    let output = Command::new(env!("CARGO_BIN_EXE_onrecord")).arg("score").arg(folder).args(arguments).output().expect("the program runs");
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_rules_are_as_good_as_they_were_on_what_they_were_written_with() {
    let least = [
        "passages=0.98",
        "attributed-passages=0.92",
        "direct=0.97",
        "mixed=0.88",
        "indirect=0.84",
        "speaker=0.90",
        "people=0.98",
        "organisations=0.91",
        "sections=0.98",
    ];
    let arguments: Vec<&str> = least.iter().flat_map(|figure| ["--at-least", figure]).collect();
    let (passes, said) = score("dev", &arguments);
    assert!(passes, "{said}");
}

#[test]
fn the_readme_tells_how_good_the_rules_are_on_articles_held_out() {
    let (passes, figures) = score("held", &["--format", "markdown"]);
    assert!(passes, "{figures}");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&file).expect("a README");
    let (before, rest) = readme.split_once("<!-- held out -->\n").expect("the place of the figures");
    let (shown, after) = rest.split_once("<!-- end -->\n").expect("its end");
    if std::env::var_os(UPDATE).is_some() {
        return fs::write(file, format!("{before}<!-- held out -->\n{figures}<!-- end -->\n{after}")).expect("written");
    }
    assert_eq!(shown, figures, "the README's figures are not those of the rules: run the tests with {UPDATE}=1");
}
