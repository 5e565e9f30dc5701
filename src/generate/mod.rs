//! Invented articles in any number, to measure with: the words of a text, who is named in it and who publishes it follow Zipf's law, as
//! they do in real news (<https://doi.org/10.3758/s13423-014-0585-6>), and the same seed gives the same bytes.

mod article;
mod lexicon;
mod names;
mod zipf;

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use self::{lexicon::Lexicon, names::Names};

/// How many articles a file has at most.
const PER_FILE: u64 = 10_000;

/// What is to be generated.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many articles.
    pub articles: u64,
    /// The number that decides everything in them.
    pub seed: u64,
    /// The folder to write to.
    pub out: PathBuf,
}

/// What was written.
#[derive(Debug, PartialEq, Eq)]
pub struct Generated {
    /// Files.
    pub files: u64,
    /// Bytes in all of them.
    pub bytes: u64,
}

/// Writes the articles as JSON lines, 10,000 a file, into a folder that holds nothing else. `done` is told of every file how many articles
/// there are so far.
///
/// # Errors
/// Where the folder cannot be written to, or holds something already.
pub fn generate(options: &Options, mut done: impl FnMut(u64)) -> io::Result<Generated> {
    fs::create_dir_all(&options.out)?;
    if fs::read_dir(&options.out)?.next().is_some() {
        return Err(io::Error::other(format!("{} is not empty: name a new folder with --out", options.out.display())));
    }
    let (lexicon, names) = (Lexicon::new(), Names::of(options.articles));
    let mut generated = Generated { files: 0, bytes: 0 };
    let mut next = 0;
    while next < options.articles {
        let end = (next + PER_FILE).min(options.articles);
        generated.files += 1;
        generated.bytes += file(&options.out.join(format!("articles-{:05}.jsonl", generated.files)), |out| {
            (next..end).try_for_each(|number| {
                let record = article::record(options.seed, number, &lexicon, &names);
                serde_json::to_writer(&mut *out, &record)?;
                out.write_all(b"\n")
            })
        })?;
        next = end;
        done(next);
    }
    Ok(generated)
}

/// Writes a file and gives its size.
fn file(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<u64> {
    let mut out = BufWriter::new(File::create_new(path)?);
    write(&mut out)?;
    out.flush()?;
    Ok(out.get_ref().metadata()?.len())
}
