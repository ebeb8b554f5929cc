//! What an institution sells.

use super::{Command, Machine, Table, next};
use crate::samples::{product, terms};
use domain::Refusal;
use domain::product::{Product, ProductStatus, change, place};

fn placed(name: &'static str, to: fn() -> ProductStatus) -> Command<'static, Product> {
    (name, Box::new(move |product| next(product, place::place(product, to()), Product::apply)))
}

fn paused() -> ProductStatus {
    ProductStatus::Paused { notice: "系统升级".into() }
}

pub(super) fn section() -> String {
    let standing = |status| Product { status, ..product() };
    Machine {
        title: "Product 产品",
        about: "Buyers see what is live or paused; a pause has a notice they read. New terms count for orders drafted from then on.",
        begins: ("Offer", "under_test"),
        named: |product: &Product| {
            let word = match product.status {
                ProductStatus::UnderTest => "测试中",
                ProductStatus::Live => "在售",
                ProductStatus::Paused { .. } => "暂停受理",
            };
            (code(&product.status), word)
        },
        ordinary: Some(Refusal::ProductStateForbids),
        tables: vec![Table {
            title: "",
            states: vec![
                ("under_test", standing(ProductStatus::UnderTest)),
                ("live", standing(ProductStatus::Live)),
                ("paused", standing(paused())),
            ],
            commands: vec![
                placed("Place live", || ProductStatus::Live),
                placed("Place paused", paused),
                placed("Place paused without a notice", || ProductStatus::Paused { notice: " ".into() }),
                placed("Place under test", || ProductStatus::UnderTest),
                ("Change", Box::new(|product| next(product, change::change(terms()), Product::apply))),
            ],
        }],
    }
    .section()
}

fn code(status: &ProductStatus) -> &'static str {
    match status {
        ProductStatus::UnderTest => "under_test",
        ProductStatus::Live => "live",
        ProductStatus::Paused { .. } => "paused",
    }
}
