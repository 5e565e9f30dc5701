//! What is given to be read: folders, files, and standard input, as one stream of documents of which one at a time is in memory.

use std::{
    collections::HashSet,
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    Rejection,
    document::RawDocument,
    record,
    sniff::{self, Format},
    split::{Lines, Piece, Values},
    walk::Walk,
};

/// The largest document that is read where nothing else is said, in bytes.
pub const MAX_DOCUMENT_BYTES: u64 = 16 * 1024 * 1024;

/// How much of a file its kind is told from.
const HEAD: u64 = 64 * 1024;

/// Extensions of files that are read wherever they lie; others only where their content is a page, or they have none and hold text.
const EXTENSIONS: [&str; 14] =
    ["txt", "text", "html", "htm", "xhtml", "shtml", "json", "jsonl", "ndjson", "jsonlines", "jl", "gz", "zst", "zstd"];

/// A place to read documents from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A folder, with all that is in it, or a file.
    Path(PathBuf),
    /// Standard input, written `-`.
    Stdin,
}

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Self {
        if path == Path::new("-") { Self::Stdin } else { Self::Path(path) }
    }
}

/// How documents are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// What kind all of them are; told from their content where it is not said.
    pub format: Option<Format>,
    /// The largest document that is read, in bytes, after unpacking.
    pub max_bytes: u64,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { format: None, max_bytes: MAX_DOCUMENT_BYTES }
    }
}

type Documents = Box<dyn Iterator<Item = Result<RawDocument, Rejection>> + Send>;

/// The documents of several inputs, one after the other.
pub struct Inputs {
    waiting: std::vec::IntoIter<Input>,
    options: ReadOptions,
    /// The folder that is being walked.
    walk: Option<(PathBuf, Walk)>,
    /// The file that is being read.
    file: Option<Documents>,
    passed_over: HashSet<PathBuf>,
    read: Arc<AtomicU64>,
}

impl Inputs {
    /// Reads these inputs.
    #[must_use]
    pub fn new(inputs: Vec<Input>, options: &ReadOptions) -> Self {
        Self {
            waiting: inputs.into_iter(),
            options: options.clone(),
            walk: None,
            file: None,
            passed_over: HashSet::new(),
            read: Arc::default(),
        }
    }

    /// Passes over these files: they are no documents.
    #[must_use]
    pub fn without(mut self, files: HashSet<PathBuf>) -> Self {
        self.passed_over = files;
        self
    }

    /// How many bytes of files were read so far, before unpacking.
    #[must_use]
    pub fn bytes_read(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }

    fn open(&self, path: &Path, name: String, is_found: bool) -> Documents {
        if self.passed_over.contains(path) {
            return Box::new(std::iter::empty());
        }
        let file = path.display().to_string();
        let counted = || -> io::Result<Box<dyn Read + Send>> {
            if !path.metadata()?.is_file() {
                return Err(io::Error::other("not a regular file"));
            }
            Ok(Box::new(Counted { inner: File::open(path)?, read: self.bytes_read() }))
        };
        match counted() {
            Ok(reader) => Stream { file, name, is_found, options: &self.options }.documents(reader),
            Err(error) => refused(&file, &format!("cannot be read: {error}")),
        }
    }

    fn begin(&mut self, input: Input) -> Option<Result<RawDocument, Rejection>> {
        match input {
            Input::Stdin => {
                let reader = Counted { inner: io::stdin(), read: self.bytes_read() };
                let stream = Stream { file: "-".to_owned(), name: "-".to_owned(), is_found: false, options: &self.options };
                self.file = Some(stream.documents(Box::new(reader)));
            }
            Input::Path(path) if path.is_dir() => match Walk::new(&path) {
                Ok(walk) => self.walk = Some((path, walk)),
                Err(error) => {
                    return Some(Err(Rejection::of_file(&path.display().to_string(), format!("the folder cannot be read: {error}"))));
                }
            },
            Input::Path(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                self.file = Some(self.open(&path, name, false));
            }
        }
        None
    }
}

impl Iterator for Inputs {
    type Item = Result<RawDocument, Rejection>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.file.as_mut().and_then(Iterator::next) {
                return Some(document);
            }
            self.file = None;
            if let Some((root, walk)) = &mut self.walk {
                match walk.next() {
                    Some(Ok(path)) => {
                        let name = path.strip_prefix(&*root).unwrap_or(&path).to_string_lossy().into_owned();
                        self.file = Some(self.open(&path, name, true));
                    }
                    Some(Err(rejection)) => return Some(Err(rejection)),
                    None => self.walk = None,
                }
                continue;
            }
            let input = self.waiting.next()?;
            if let Some(rejection) = self.begin(input) {
                return Some(rejection);
            }
        }
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

fn refused(file: &str, reason: &str) -> Documents {
    Box::new(std::iter::once(Err(Rejection::of_file(file, reason))))
}

/// One file, or standard input.
struct Stream<'a> {
    file: String,
    name: String,
    /// Whether it was found in a folder rather than named: only what looks like a document is read then.
    is_found: bool,
    options: &'a ReadOptions,
}

impl Stream<'_> {
    fn documents(self, reader: Box<dyn Read + Send>) -> Documents {
        let file = self.file.clone();
        self.opened(reader).unwrap_or_else(|error| refused(&file, &format!("cannot be read: {error}")))
    }

    fn opened(self, reader: Box<dyn Read + Send>) -> io::Result<Documents> {
        let mut reader = BufReader::new(reader);
        let packed = reader.fill_buf()?;
        let (gzip, zstd) = (packed.starts_with(&[0x1f, 0x8b]), packed.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]));
        let mut unpacked: Box<dyn Read + Send> = match (gzip, zstd) {
            (true, _) => Box::new(flate2::bufread::MultiGzDecoder::new(reader)),
            (_, true) => Box::new(zstd::stream::read::Decoder::with_buffer(reader)?),
            _ => Box::new(reader),
        };
        let mut head = Vec::new();
        unpacked.by_ref().take(HEAD).read_to_end(&mut head)?;
        let inner = self.name.trim_end_matches(".gz").trim_end_matches(".zst").trim_end_matches(".zstd").to_owned();
        let format = match self.options.format {
            Some(format) => format,
            None if self.is_found && !self.is_document(&head, &inner) => return Ok(Box::new(std::iter::empty())),
            None => match sniff::format(&head, &inner) {
                Ok(format) => format,
                Err(reason) => return Ok(refused(&self.file, &reason)),
            },
        };
        let whole = BufReader::new(Cursor::new(head).chain(unpacked));
        match format {
            Format::Text | Format::Html => self.whole(format, whole),
            Format::Jsonl => {
                let lines = Lines::new(whole, self.options.max_bytes);
                Ok(self.records(format, lines))
            }
            Format::Json => self.values(whole),
        }
    }

    /// Whether a file that was found looks like a document.
    fn is_document(&self, head: &[u8], inner: &str) -> bool {
        let extension = Path::new(&self.name).extension().map(|extension| extension.to_string_lossy().to_lowercase());
        match extension {
            Some(extension) if EXTENSIONS.contains(&&*extension) => true,
            Some(_) => sniff::format(head, inner) == Ok(Format::Html),
            None => !head.contains(&0) && sniff::format(head, inner).is_ok(),
        }
    }

    /// The one document of a file.
    fn whole(self, format: Format, reader: impl BufRead) -> io::Result<Documents> {
        let most = self.options.max_bytes;
        let mut bytes = Vec::new();
        reader.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Ok(refused(&self.file, &too_long(most)));
        }
        Ok(Box::new(std::iter::once(Ok(RawDocument::new(self.file, self.name, None, format, bytes)))))
    }

    /// The record of a JSON file, or the records.
    fn values(self, reader: impl BufRead + Send + 'static) -> io::Result<Documents> {
        let mut values = Values::new(reader, self.options.max_bytes);
        let first = values.next().transpose()?;
        if values.is_array() {
            return Ok(self.records(Format::Json, first.map(Ok).into_iter().chain(values)));
        }
        let second = values.next().transpose()?;
        if let (Some(Piece::Record(bytes, _)), None) = (&first, &second) {
            if let Some(inner) = record::nested(bytes) {
                return Ok(self.records(Format::Json, inner.into_iter().map(|record| Ok(Piece::Record(record, 1)))));
            }
            let only = RawDocument::new(format!("{}:1", self.file), self.name, None, Format::Json, bytes.clone());
            return Ok(Box::new(std::iter::once(Ok(only))));
        }
        Ok(self.records(Format::Json, first.into_iter().chain(second).map(Ok).chain(values)))
    }

    fn records(self, format: Format, pieces: impl Iterator<Item = io::Result<Piece>> + Send + 'static) -> Documents {
        let Self { file, name, options, .. } = self;
        let most = options.max_bytes;
        let mut pieces = pieces.peekable();
        if pieces.peek().is_none() {
            return refused(&file, "holds no text");
        }
        Box::new((1..).zip(pieces).map(move |(place, piece)| match piece {
            Ok(Piece::Record(bytes, line)) => {
                let number = if format == Format::Jsonl { line } else { place };
                Ok(RawDocument::new(format!("{file}:{line}"), name.clone(), Some(number), format, bytes))
            }
            Ok(Piece::TooLong(line)) => Err(Rejection::of_file(&format!("{file}:{line}"), too_long(most))),
            Ok(Piece::Broken(line, reason)) => Err(Rejection::of_file(&format!("{file}:{line}"), reason)),
            Err(error) => Err(Rejection::of_file(&file, format!("cannot be read further: {error}"))),
        }))
    }
}

fn too_long(most: u64) -> String {
    format!("is longer than {most} bytes, the most that is read of a document (--max-document-mib)")
}
