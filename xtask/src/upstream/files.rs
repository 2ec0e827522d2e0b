//! The files of an upstream description.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ::codegen::Source;
use ::codegen::upstream::Upstream;
use anyhow::{Context as _, Result, bail};
use flate2::read::MultiGzDecoder;

/// The first bytes of a gzip file (RFC 1952, section 2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The maximum size of a description in bytes, decompressed. The largest in
/// botocore and among AWS's models, those of EC2, are about 5 MB.
const LIMIT: u64 = 64 << 20;

/// The files with paginators that may accompany a description.
const PAGINATORS: [&str; 2] = ["paginators-1.json", "paginators-1.json.gz"];

/// Reads a description, and the paginators in its folder.
pub(super) fn read(path: &Path, name: &str) -> Result<Upstream> {
    let upstream = Upstream::new(source(path, name)?);
    let candidates: Vec<PathBuf> = PAGINATORS
        .iter()
        .map(|file| path.with_file_name(file))
        .filter(|file| file.is_file())
        .collect();
    match candidates.first() {
        Some(paginators) => {
            let name = paginators.display().to_string();
            Ok(upstream.with_paginators(source(paginators, &name)?))
        }
        None => Ok(upstream),
    }
}

fn source(path: &Path, name: &str) -> Result<Source> {
    if path.is_dir() {
        bail!("`{name}` is a folder\npass the file `service-2.json` or `service-2.json.gz` in it");
    }
    let file = File::open(path).with_context(|| format!("cannot read `{name}`"))?;
    let bytes = bounded(file, name)?;
    let bytes = if bytes.starts_with(&GZIP) {
        bounded(MultiGzDecoder::new(bytes.as_slice()), name)?
    } else {
        bytes
    };
    let text = String::from_utf8(bytes).with_context(|| {
        format!("`{name}` is not UTF-8 text\npass a JSON file, plain or compressed with gzip")
    })?;
    Ok(Source::new(name, text))
}

fn bounded(from: impl Read, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = from.take(LIMIT + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("cannot read `{name}`"))?;
    if bytes.len() as u64 > LIMIT {
        bail!("`{name}` is larger than {} MiB", LIMIT >> 20);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::{Write as _, repeat};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn compressed(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn reads_plain_and_compressed_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("service-2.json.gz");
        for bytes in [b"{}".to_vec(), compressed(b"{}")] {
            std::fs::write(&path, bytes).unwrap();
            let read = read(&path, "file").unwrap();
            assert_eq!(read.description.text, "{}");
            assert!(read.paginators.is_none());
        }
    }

    #[test]
    fn finds_paginators_next_to_the_file() {
        for name in PAGINATORS {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("service-2.json");
            std::fs::write(&path, "{}").unwrap();
            std::fs::write(folder.path().join(name), compressed(b"[]")).unwrap();
            let paginators = read(&path, "file").unwrap().paginators;
            assert_eq!(paginators.map(|file| file.text).as_deref(), Some("[]"));
        }
    }

    #[test]
    fn bounds_the_size_of_files() {
        let error = bounded(repeat(b' '), "file").unwrap_err().to_string();
        assert_eq!(error, "`file` is larger than 64 MiB");
    }

    #[test]
    fn explains_unreadable_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let message = |path: &Path| format!("{:#}", read(path, "file").unwrap_err());
        assert!(message(folder.path()).contains("is a folder"));
        assert!(message(&path).contains("cannot read `file`"));
        std::fs::write(&path, [0xff]).unwrap();
        assert!(message(&path).contains("is not UTF-8"));
        std::fs::write(&path, GZIP).unwrap();
        assert!(message(&path).contains("cannot read `file`"));
    }
}
