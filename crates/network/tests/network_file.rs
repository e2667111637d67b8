//! The network file refuses whatever it did not write itself.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use lynchpin_network::NetworkError;
use lynchpin_network::file::{SectionReader, SectionWriter};
use proptest::prelude::*;

fn write(path: &Path) {
    let mut writer = SectionWriter::create(path).unwrap();
    writer.put("numbers", &[1_u32, 2, 3]).unwrap();
    writer.put("empty", &[] as &[u64]).unwrap();
    writer.put("bytes", b"seventy bytes of text that do not fill a whole number of 64-byte lines").unwrap();
    writer.put_record("record", &("a name".to_owned(), 7_u8)).unwrap();
    writer.finish().unwrap();
}

fn refusal(path: &Path) -> String {
    match SectionReader::open(path) {
        Err(error @ NetworkError::NetworkFile { .. }) => error.to_string(),
        other => panic!("expected a refusal, found {other:?}"),
    }
}

#[test]
fn what_is_put_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("n.lynch");
    write(&path);
    let reader = SectionReader::open(&path).unwrap();
    assert_eq!(*reader.take::<u32>("numbers").unwrap(), [1, 2, 3]);
    assert_eq!(reader.take::<u64>("empty").unwrap().len(), 0);
    assert_eq!(reader.take::<u8>("bytes").unwrap().len(), 70);
    let record: (String, u8) = reader.take_record("record").unwrap();
    assert_eq!(record, ("a name".to_owned(), 7));
    assert!(reader.take::<u64>("numbers").unwrap_err().to_string().contains("another kind"));
    assert!(reader.take::<u64>("absent").unwrap_err().to_string().contains("missing"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
}

#[test]
fn two_writings_are_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    write(&a);
    write(&b);
    assert_eq!(fs::read(a).unwrap(), fs::read(b).unwrap());
}

#[test]
fn an_unfinished_file_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = SectionWriter::create(&folder.path().join("n.lynch")).unwrap();
    writer.put("numbers", &[1_u32]).unwrap();
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn older_and_foreign_files_are_named_as_such() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("n.lynch");
    write(&path);
    let mut bytes = fs::read(&path).unwrap();
    bytes[16] = 0;
    fs::write(&path, &bytes).unwrap();
    assert!(refusal(&path).contains("an older Lynchpin (format 0"));
    bytes[16] = 200;
    fs::write(&path, &bytes).unwrap();
    assert!(refusal(&path).contains("a newer Lynchpin (format 200"));
    fs::write(&path, [7; 500]).unwrap();
    assert!(refusal(&path).contains("not a Lynchpin network"));
    fs::write(&path, b"").unwrap();
    assert!(refusal(&path).contains("too short"));
}

proptest! {
    #[test]
    fn a_flipped_bit_anywhere_is_noticed(at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.lynch");
        write(&path);
        let mut bytes = fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        fs::write(&path, &bytes).unwrap();
        refusal(&path);
    }

    #[test]
    fn a_truncated_or_lengthened_file_is_noticed(keep in any::<prop::sample::Index>(), more in 1..100_usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("n.lynch");
        write(&path);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..keep.index(bytes.len())]).unwrap();
        refusal(&path);
        fs::write(&path, [&bytes[..], &vec![0; more]].concat()).unwrap();
        refusal(&path);
    }
}
