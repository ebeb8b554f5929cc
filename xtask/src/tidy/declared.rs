//! What a source declares, read line by line as `rustfmt` lays it out.

use std::collections::BTreeSet;

/// The names that sources declare.
#[derive(Default)]
pub(super) struct Declared {
    /// Structs, enums, traits and other names of types.
    pub(super) types: BTreeSet<String>,
    /// Structs and enums that everybody may use.
    pub(super) public: BTreeSet<String>,
    /// Variants of enums, as `Enum::Variant` and alone.
    variants: BTreeSet<String>,
    /// Functions, modules and named fields.
    others: BTreeSet<String>,
}

const VISIBILITIES: [&str; 3] = ["pub ", "pub(crate) ", "pub(super) "];
const TYPES: [&str; 4] = ["struct ", "enum ", "trait ", "type "];

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")
}

impl Declared {
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        // The enum whose variants are being read, and how far they are indented.
        let mut inside: Option<(String, usize)> = None;
        for line in text.lines() {
            let bare = line.trim_start();
            let indent = line.len() - bare.len();
            if inside.as_ref().is_some_and(|(_, deep)| bare.starts_with('}') && indent < *deep) {
                inside = None;
            }
            let variant = word(bare);
            if let Some((of, deep)) = &inside
                && indent == *deep
                && variant.starts_with(char::is_uppercase)
            {
                found.variants.insert(format!("{of}::{variant}"));
                found.variants.insert(variant.to_owned());
            }
            let visible = VISIBILITIES.iter().find_map(|visibility| bare.strip_prefix(visibility));
            let rest = visible.unwrap_or(bare);
            if let Some((kind, rest)) = TYPES.iter().find_map(|kind| Some((*kind, rest.strip_prefix(kind)?))) {
                let name = word(rest).to_owned();
                if bare.starts_with("pub ") && matches!(kind, "struct " | "enum ") && !name.is_empty() {
                    found.public.insert(name.clone());
                }
                if kind == "enum " && line.ends_with('{') {
                    inside = Some((name.clone(), indent + 4));
                }
                found.types.insert(name);
                continue;
            }
            // Identifiers and numbers come from lists of a name and its prefix.
            if bare.split_once(" = \"").is_some_and(|(name, _)| word(name) == name && name.starts_with(char::is_uppercase)) {
                found.types.insert(word(bare).to_owned());
                continue;
            }
            let callable = ["fn ", "const fn ", "async fn ", "mod "].iter().find_map(|kind| rest.strip_prefix(kind));
            let field = rest.split_once(':').filter(|(name, after)| word(name) == *name && after.starts_with(' ')).map(|(name, _)| name);
            found.others.extend(callable.map(word).or(field).map(str::to_owned));
        }
        found
    }

    pub(super) fn extend(&mut self, other: &Self) {
        self.types.extend(other.types.iter().cloned());
        self.public.extend(other.public.iter().cloned());
        self.variants.extend(other.variants.iter().cloned());
        self.others.extend(other.others.iter().cloned());
    }

    /// A crate is a name to find things under, like a module.
    pub(super) fn is_crate(&mut self, name: &str) {
        self.others.insert(name.to_owned());
    }

    /// Whether a name of the glossary is declared: a type or variant when it is written like one, a function, module or field otherwise.
    /// A path's last two names count.
    pub(super) fn has(&self, path: &str) -> bool {
        let mut names = path.rsplit("::");
        let (name, of) = (names.next().unwrap_or(path), names.next());
        let known = if name.starts_with(char::is_uppercase) {
            match of.filter(|of| of.starts_with(char::is_uppercase)) {
                Some(of) => self.variants.contains(&format!("{of}::{name}")),
                None => self.types.contains(name) || self.variants.contains(name),
            }
        } else {
            self.others.contains(name)
        };
        known && of.is_none_or(|of| self.types.contains(of) || self.others.contains(of))
    }
}

/// A source without its comments and texts.
pub(super) fn spoken(text: &str) -> String {
    let (mut spoken, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(['/', '"', '\'']) {
        let (before, from) = rest.split_at(at);
        spoken.push_str(before);
        let raw = before.len() - before.trim_end_matches('#').len();
        let length = if from.starts_with("//") {
            from.find('\n').unwrap_or(from.len())
        } else if from.starts_with('"') && before.trim_end_matches('#').ends_with('r') {
            let end = format!("\"{}", "#".repeat(raw));
            from.get(1..).and_then(|inside| inside.find(&end)).map_or(from.len(), |at| at + 1 + end.len())
        } else if from.starts_with('"') {
            quoted(from)
        } else if from.starts_with("'\"'") || from.starts_with("'/'") {
            3
        } else {
            1
        };
        spoken.push(' ');
        rest = from.get(length..).unwrap_or("");
    }
    spoken + rest
}

/// How long a text in quotes is, its quotes included.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return at + 1,
            _ => escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_only_mentioned_is_not_declared() {
        let text = "/// A fee and a Quote.\npub enum Duty {\n    /// First.\n    Maker,\n    Second {\n        Third: u8,\n    },\n}\n\
                    pub struct Lot {\n    pub amount: Cny,\n}\nfn settle(fee: Cny) {\n    let quote = Quote::new();\n}\n";
        let declared = Declared::of(text);
        for name in ["Duty", "Maker", "Duty::Maker", "Lot", "amount", "Lot::amount", "settle"] {
            assert!(declared.has(name), "{name}");
        }
        for name in ["Quote", "Third", "quote", "fee", "Lot::Maker", "Money::amount"] {
            assert!(!declared.has(name), "{name}");
        }
        assert_eq!(Vec::from_iter(&declared.public), ["Duty", "Lot"]);
    }
}
