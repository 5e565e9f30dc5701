//! What is written to a terminal: in colour where that is wanted, and never with control characters out of a document.

use std::io::{self, IsTerminal};

use clap::{Args, ColorChoice};

use crate::corpus::rejection::steers;

#[derive(Debug, Clone, Copy, Args)]
pub struct ColourArg {
    /// Whether the output is coloured; `auto`: on a terminal, unless `NO_COLOR` is set
    #[arg(long, visible_alias = "color", value_enum, value_name = "WHEN", default_value = "auto")]
    colour: ColorChoice,
}

impl ColourArg {
    /// Whether standard output is to be coloured.
    pub fn wanted(self) -> bool {
        match self.colour {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        }
    }
}

/// Words out of a document as they may go to a terminal: a control character, or one that turns the direction of writing, is escaped, so that
/// no document can move the cursor or hide what follows. Line breaks stay where `lines` says so.
pub fn harmless(words: &str, lines: bool) -> String {
    let mut out = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '\n' if lines => out.push('\n'),
            '\n' | '\r' | '\t' if !lines => out.push(' '),
            _ if steers(character) => out.extend(character.escape_default()),
            _ => out.push(character),
        }
    }
    out
}

/// Words in a colour or weight (the parameter of an SGR sequence), or as they are.
pub fn paint(code: Option<&str>, words: &str) -> String {
    match code {
        Some(code) if !words.is_empty() => format!("\u{1b}[{code}m{words}\u{1b}[0m"),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_out_of_a_document_steers_the_terminal() {
        assert_eq!(harmless("gulls\u{1b}[2J \u{202e}return\r\n", true), "gulls\\u{1b}[2J \\u{202e}return\\r\n");
        assert_eq!(harmless("gulls\nreturn\tloud", false), "gulls return loud");
    }
}
