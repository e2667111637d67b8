//! Codes and their hierarchy.

use super::Fault;
use super::tree::Element;
use crate::voices::Code;

/// The codes under `CodeBook/Codes`, or under `Project/CodeBook/Codes`, parents before their children.
pub(super) fn codes(root: &Element) -> Result<Vec<Code>, Fault> {
    let book = if root.name == "CodeBook" { Some(root) } else { root.child("CodeBook") };
    let Some(top) = book.and_then(|book| book.child("Codes")) else {
        return Err(Fault::new(&root.name, "a `CodeBook` with `Codes`", "is this a REFI-QDA project or codebook?"));
    };
    let mut codes = Vec::new();
    add(top, None, &mut codes)?;
    Ok(codes)
}

fn add(above: &Element, parent: Option<usize>, codes: &mut Vec<Code>) -> Result<(), Fault> {
    for element in above.all("Code") {
        let (Some(_), Some(name)) = (element.get("guid"), element.get("name")) else {
            return Err(Fault::new("Code", "a `guid` and a `name`", "export the file again"));
        };
        let about = element.child("Description").map_or_else(String::new, |about| about.text.trim().to_owned());
        codes.push(Code { id: element.guid(), name: name.to_owned(), about, parent });
        add(element, Some(codes.len() - 1), codes)?;
    }
    Ok(())
}
