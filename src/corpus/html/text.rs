//! A page's elements as lines and paragraphs.

use dom_query::{NodeData, NodeRef};

/// Elements that stand apart from what is around them by a blank line.
const BLOCKS: [&str; 39] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "title",
    "ul",
];

/// Elements that stand on a line of their own.
const LINES: [&str; 5] = ["li", "tr", "thead", "tbody", "option"];

/// Elements whose text is not for readers.
const UNREAD: [&str; 9] = ["script", "style", "template", "noscript", "svg", "math", "head", "iframe", "object"];

/// The text below an element.
#[must_use]
pub fn text_of(root: &NodeRef) -> String {
    let mut flow = Flow::default();
    // A page may be nested more deeply than a call.
    let mut open = vec![Step::Enter(*root)];
    while let Some(step) = open.pop() {
        let node = match step {
            Step::Enter(node) => node,
            Step::Leave(name) => {
                flow.edge(&name);
                continue;
            }
        };
        let name = node.node_name().unwrap_or_default().to_string();
        if node.is_text() {
            node.query(|node| {
                if let NodeData::Text { contents } = &node.data {
                    flow.words(contents);
                }
            });
        } else if !UNREAD.contains(&&*name) && !node.is_comment() {
            flow.edge(&name);
            if name != "br" {
                open.push(Step::Leave(name));
            }
            open.extend(node.children_it(true).map(Step::Enter));
        }
    }
    flow.finish()
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(String),
}

/// Text in the making: blanks are one blank, and breaks come where elements begin and end.
#[derive(Debug, Default)]
pub struct Flow {
    text: String,
    /// How many line breaks come before the next word.
    breaks: usize,
    /// Whether a blank comes before the next word.
    blank: bool,
}

impl Flow {
    /// Adds text.
    pub fn words(&mut self, text: &str) {
        for (n, word) in text.split(char::is_whitespace).enumerate() {
            // Wherever there are two parts, there is a blank between them.
            self.blank |= n > 0;
            if word.is_empty() {
                continue;
            }
            if !self.text.is_empty() {
                match self.breaks {
                    0 if self.blank => self.text.push(' '),
                    0 => {}
                    1 => self.text.push('\n'),
                    _ => self.text.push_str("\n\n"),
                }
            }
            (self.breaks, self.blank) = (0, false);
            // Soft hyphens and zero-width blanks are for the eye: they would part words.
            self.text.extend(word.chars().filter(|character| !matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\0')));
        }
    }

    /// Notes that an element of this name begins or ends.
    pub fn edge(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.breaks = 2;
        } else if LINES.contains(&name) {
            self.breaks = self.breaks.max(1);
        } else if name == "br" {
            self.breaks += 1;
        } else if matches!(name, "td" | "th") {
            self.blank = true;
        }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}
