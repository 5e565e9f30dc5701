//! The README's commands are run, and what it shows of their answers is what they answer.
//!
//! In a `console` block a line that begins with `$ ` is a command, and the lines up to the next one are its output, compared to the letter
//! (a line of `…` stands for any lines). They run one after another in a folder of their own, against a server that holds the five
//! articles and the samples, as the README says.

use std::{fs, path::Path, process::Command};

use crate::app::TestApp;

/// Set to write the answers into the README anew instead of comparing them.
const UPDATE: &str = "UPDATE_README";

struct Step {
    line: usize,
    command: String,
    output: Vec<String>,
}

fn steps(readme: &str) -> Vec<Step> {
    let (mut steps, mut inside): (Vec<Step>, bool) = (Vec::new(), false);
    for (number, line) in readme.lines().enumerate() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if !inside => {}
            _ => {
                if let Some(command) = line.strip_prefix("$ ") {
                    steps.push(Step { line: number + 1, command: command.to_owned(), output: Vec::new() });
                } else {
                    let step = steps.last_mut().expect("a command before its output");
                    if step.command.ends_with('\\') {
                        step.command.push('\n');
                        step.command.push_str(line);
                    } else {
                        step.output.push(line.to_owned());
                    }
                }
            }
        }
    }
    steps
}

/// Whether lines are what is shown; `…` stands for any number of them.
fn shows(shown: &[String], lines: &[String]) -> bool {
    match shown.split_first() {
        None => lines.is_empty(),
        Some((dots, rest)) if dots == "…" => (0..=lines.len()).any(|skip| shows(rest, &lines[skip..])),
        Some((first, rest)) => lines.first() == Some(first) && shows(rest, &lines[1..]),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_console_command_of_the_readme_answers_what_the_readme_shows() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a README");
    let app = TestApp::samples().await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Path::new(env!("CARGO_BIN_EXE_onrecord"));
    let path = format!("{}:{}", program.parent().expect("a folder").display(), std::env::var("PATH").unwrap_or_default());
    let mut written: Vec<String> = readme.lines().map(str::to_owned).collect();
    let mut steps = steps(&readme);
    if std::env::var_os(UPDATE).is_some() {
        // From the last to the first, so that line numbers stay right; but run in their own order.
        for step in &mut steps {
            step.output = answer(&app, folder.path(), &path, step).await;
        }
        for step in steps.iter().rev() {
            let after = step.line + step.command.lines().count() - 1;
            let end = (after..written.len()).find(|&at| written[at].starts_with("$ ") || written[at] == "```").expect("an end");
            written.splice(after..end, step.output.iter().cloned());
        }
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
        return fs::write(file, written.join("\n") + "\n").expect("the README can be written");
    }
    assert!(steps.len() >= 12, "the README shows only {} commands", steps.len());
    for step in steps {
        let lines = answer(&app, folder.path(), &path, &step).await;
        let shown: Vec<String> = step
            .output
            .iter()
            .map(|line| line.trim_end().to_owned())
            .filter(|line| !line.is_empty() || lines.contains(&String::new()))
            .collect();
        assert!(shows(&shown, &lines), "line {}: {}\nanswers\n{}", step.line, step.command, lines.join("\n"));
    }
}

/// Runs a command, which must succeed, and gives the lines that it prints.
async fn answer(app: &TestApp, folder: &Path, path: &str, step: &Step) -> Vec<String> {
    let command = step.command.replace("http://127.0.0.1:8080", &app.base);
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", &command]).current_dir(folder).env("PATH", path).env("ONRECORD_LOG", "off");
    let output = tokio::task::spawn_blocking(move || bash.output()).await.expect("a thread").expect("bash runs");
    let said = String::from_utf8_lossy(&output.stdout).replace(&app.base, "http://127.0.0.1:8080");
    assert!(output.status.success(), "line {}: {}\n{said}{}", step.line, step.command, String::from_utf8_lossy(&output.stderr));
    said.lines().map(|line| line.trim_end().to_owned()).collect()
}
