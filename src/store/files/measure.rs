//! Sizes and hashes of the files that can be made of a snapshot, and the marks in them.

use futures_util::TryStreamExt;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use sqlx::{Row as _, SqliteConnection};

use super::{
    super::{Records, Resource, page::whole, write::WriteError},
    Table, for_table,
};
use crate::{
    store::{
        articles::Articles,
        entities::{Organisations, People},
        mentions::Mentions,
        quotes::Quotes,
        sources::Sources,
    },
    tables::{Form, Row},
};

/// How many records stand between two marks.
const MARK_EVERY: usize = 2000;

/// Measures every file that can be made of the tables, and writes down what was found.
pub(in crate::store) async fn measure(connection: &mut SqliteConnection) -> Result<(), WriteError> {
    for table in Table::ALL {
        for Measured { form, records, bytes, sha256, marks } in measured(connection, table).await? {
            let name = format!("{}.{}", table.name(), form.ending());
            sqlx::query("INSERT INTO files (name, records, bytes, sha256) VALUES (?, ?, ?, ?)")
                .bind(&name)
                .bind(records)
                .bind(bytes)
                .bind(sha256)
                .execute(&mut *connection)
                .await?;
            for (bytes, position) in marks {
                sqlx::query("INSERT INTO file_marks (file, bytes, position) VALUES (?, ?, ?)")
                    .bind(&name)
                    .bind(bytes)
                    .bind(position)
                    .execute(&mut *connection)
                    .await?;
            }
        }
    }
    Ok(())
}

/// What is known of a file that was made from its beginning to its end.
pub(super) struct Measured {
    pub(super) form: Form,
    pub(super) records: i64,
    pub(super) bytes: i64,
    pub(super) sha256: String,
    marks: Vec<(i64, String)>,
}

/// Measures the files of one table.
pub(super) async fn measured(connection: &mut SqliteConnection, table: Table) -> Result<Vec<Measured>, sqlx::Error> {
    for_table!(table, R => read::<R>(connection).await)
}

/// A file that is being measured.
struct Measuring {
    form: Form,
    records: i64,
    bytes: i64,
    hash: Sha256,
    marks: Vec<(i64, String)>,
}

impl Measuring {
    fn add<T: Row + DeserializeOwned>(&mut self, records: &Records) -> Result<(), sqlx::Error> {
        let bytes = records.encode::<T>(self.form, self.records == 0)?;
        self.records += i64::try_from(records.len()).unwrap_or(i64::MAX);
        self.bytes += i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        self.hash.update(&bytes);
        Ok(())
    }

    fn finish(self) -> Measured {
        let Self { form, records, bytes, hash, marks } = self;
        Measured { form, records, bytes, sha256: hex::encode(hash.finalize()), marks }
    }
}

async fn read<R: Resource>(connection: &mut SqliteConnection) -> Result<Vec<Measured>, sqlx::Error>
where
    R::Filter: Default,
    R::Record: Row,
{
    let new = |form| Measuring { form, records: 0, bytes: 0, hash: Sha256::new(), marks: Vec::new() };
    let mut measuring = [Form::Csv, Form::Ndjson].map(new);
    let sql = whole::<R>();
    let mut rows = sql.general().fetch(connection);
    let mut records = Records::default();
    while let Some(row) = rows.try_next().await? {
        records.push(row.try_get::<&str, _>(0)?.as_bytes());
        if records.len() == MARK_EVERY {
            let position: String = row.try_get(1)?;
            for file in &mut measuring {
                file.add::<R::Record>(&records)?;
                file.marks.push((file.bytes, position.clone()));
            }
            records = Records::default();
        }
    }
    measuring.iter_mut().try_for_each(|file| file.add::<R::Record>(&records))?;
    Ok(measuring.map(Measuring::finish).into())
}
