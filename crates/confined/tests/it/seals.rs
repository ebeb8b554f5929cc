use crate::samples::{now, root, typeset};
use crate::tools::check;
use documents::paper::{Seal, seal_picture};

/// 公章, 财务专用章, 法定代表人名章.
#[test]
fn every_kind_of_seal_is_drawn_as_vectors_with_its_name() {
    let layout = std::fs::read_to_string(root().join("wordings/layout/1/layout.typ")).unwrap();
    let company = "江海财产保险股份有限公司";
    let long = "新疆维吾尔自治区塔克拉玛干沙漠公路建设投资开发（集团）有限责任公司";
    for (kind, name, says) in [
        ("official", company, vec![company]),
        ("official", long, vec![long]),
        ("finance", company, vec![company, "财务专用章"]),
        ("person", "江照晚", vec!["江照晚印"]),
        ("person", "欧阳询", vec!["欧阳询印"]),
    ] {
        let seal = Seal { kind, name: name.into(), code: "91310000MA1FL5G67H".into() };
        let (sheet, side) = seal_picture(&seal, &layout, now().date());
        let pages = typeset(&documents::typesetting::Sheet { pdf: true, ..sheet }).unwrap();
        let mut drawn: Vec<char> =
            check("pdftotext", &["FILE", "-"], &pages.pdf).chars().filter(|letter| !letter.is_whitespace()).collect();
        for letter in says.concat().chars() {
            let at = drawn.iter().position(|known| *known == letter).unwrap_or_else(|| panic!("{kind} {name}: {letter} is missing"));
            drawn.remove(at);
        }
        assert_eq!(check("pdfimages", &["-list", "FILE"], &pages.pdf).lines().count(), 2, "a picture in it");
        assert_eq!(side, if kind == "person" { 20 } else { 42 });
        if let Some(folder) = std::env::var_os("KAIHAN_LOOK") {
            std::fs::write(std::path::Path::new(&folder).join(format!("seal-{kind}-{}.pdf", name.chars().count())), &pages.pdf).unwrap();
        }
    }
}
