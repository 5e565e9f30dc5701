//! Reproducible random samples of lists.

use std::{collections::BinaryHeap, sync::Arc};

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::{
    ReadError, Resource, Sample, Snapshot, Sql,
    page::{memo_key, select},
    read::rows,
};

impl Snapshot {
    /// The ids of a sample: those with the smallest hash of seed and id (bottom-k sampling), so that a record's chance depends on nothing
    /// but its id, and a larger sample of the same seed contains the smaller one.
    pub(super) async fn sampled<R: Resource>(&self, filter: &R::Filter, sample: Sample) -> Result<Arc<Vec<String>>, ReadError> {
        let draw = async {
            let mut conditions = select::<R>("t.id");
            R::conditions(filter, &mut conditions);
            let sql = conditions.finish();
            self.readers().ask(move |connection| draw(connection, &sql, sample)).await.map(Arc::new)
        };
        self.memory().samples.get_or_make(memo_key::<R>(filter, Some(sample)), draw).await
    }
}

fn draw(connection: &Connection, sql: &Sql, sample: Sample) -> Result<Vec<String>, ReadError> {
    let mut smallest = BinaryHeap::new();
    rows(connection, sql, |row| {
        let id: String = row.get(0)?;
        let rank: [u8; 32] = Sha256::digest(format!("{}\0{id}", sample.seed)).into();
        smallest.push((rank, id));
        if smallest.len() > sample.size as usize {
            smallest.pop();
        }
        Ok(())
    })?;
    let mut ids: Vec<String> = smallest.into_iter().map(|(_, id)| id).collect();
    // What they are collected from has room for their ranks too, and they take it over.
    ids.shrink_to_fit();
    Ok(ids)
}
