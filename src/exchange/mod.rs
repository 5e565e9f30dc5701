//! Annotations in the formats of other tools, out and in.
//!
//! Between an annotated article and any of the formats stand `marks`: one record for each stretch of text, flat, as all of these tools see
//! it. A format is written from marks and read into marks; `gather` makes a sidecar of them, whoever made them.
//!
//! | | sections, names, quotes and their parts | entities | confidence, date, occasion, summary | roles, metadata, abstract |
//! | --- | --- | --- | --- | --- |
//! | `brat` | yes | yes | yes | yes |
//! | `spacy` | yes | yes | yes | yes |
//! | `w3c` | yes | yes | yes | no |
//! | `conll` | written only; of nested quotes the outer one | no | no | no |
//! | `html` | written only, for people | names | no | no |

pub mod anchor;
pub mod base;
pub mod brat;
pub mod conll;
pub mod gather;
pub mod html;
pub mod json;
pub mod marks;
pub mod segments;
pub mod spacy;
pub mod tokens;
pub mod w3c;
