//! The statements that may do otherwise, and why.

/// On which engine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    /// SQLite alone.
    Sqlite,
    /// PostgreSQL alone.
    Postgres,
    /// Both.
    Both,
}

/// A statement that may do otherwise.
pub(super) struct Exception {
    pub(super) name: &'static str,
    pub(super) on: On,
    /// Why nobody waits for it.
    #[expect(dead_code, reason = "for who reads the list")]
    pub(super) reason: &'static str,
}

/// Those of them that read an index from end to end on PostgreSQL: what is in it is little, or their reader wants all of it.
pub(super) const WALKED: &[&str] = &[
    "store::institution::LIST",
    "store::job::COUNT_DEAD",
    "store::job::COUNT_READY",
    "store::job::DEAD",
    "store::job::LAST",
    "store::message::LIST_OF_CENTRE",
    "store::profile::HAS_KEY",
    "store::rating::ADD_UP",
    "store::wording::SELECT_ALL",
];

pub(super) const EXCEPTIONS: &[Exception] = &[
    Exception { name: "store::profile::HAS_KEY", on: On::Both, reason: "the first entry of the key, once at the start" },
    Exception {
        name: "store::job::COUNT_READY",
        on: On::Both,
        reason: "for the operator: counts an index of what waits alone, as long as the backlog",
    },
    Exception { name: "store::job::COUNT_DEAD", on: On::Both, reason: "for the operator: counts an index of what was given up alone" },
    Exception { name: "store::job::DEAD", on: On::Both, reason: "for the operator: the first page of an index of what was given up alone" },
    Exception {
        name: "store::lot::LIST_ARRIVED",
        on: On::Both,
        reason: "a walk by the key, some hundred lots at a time, by a job when lots have come",
    },
    Exception {
        name: "store::saved_search::LIST_ALL",
        on: On::Both,
        reason: "a walk of an index of what is kept alone, five hundred at a time, by a job when lots have come",
    },
    Exception { name: "store::job::LAST", on: On::Both, reason: "the last entry of the key" },
    Exception { name: "store::job::REPEAT_ALL", on: On::Both, reason: "for tests: makes everything run twice" },
    Exception { name: "store::lot::LAST_SEQ", on: On::Both, reason: "the last entry of the key" },
    Exception {
        name: "store::loose::LIST_OLD",
        on: On::Both,
        reason: "the oldest entries of an index that has nothing else, at most a page",
    },
    Exception {
        name: "store::bank_line::SELECT_NUMBERED",
        on: On::Both,
        reason: "a range of the references of one account and serial number, at most fifty of them",
    },
    Exception {
        name: "store::lot::search::COUNT_BY_PREFIX",
        on: On::Both,
        reason: "a range of a number's own index, at most some hundred entries of it",
    },
    Exception {
        name: "store::lot::search::BY_PREFIX",
        on: On::Both,
        reason: "the same range, asked only where it has been counted to be at most some hundred; these are sorted",
    },
    Exception {
        name: "store::message::LIST_OF_CENTRE",
        on: On::Both,
        reason: "the newest of an index of what centres said that waits for a person alone; each sender is looked up by its code",
    },
    Exception {
        name: "store::lot::search::SEARCH",
        on: On::Postgres,
        reason: "sorts what rare words have; a page of what frequent ones have was found among the newest three thousand",
    },
    Exception {
        name: "store::lot::search::SEARCH_RECENT",
        on: On::Both,
        reason: "on PostgreSQL the newest three thousand by the key and no more; never asked on SQLite",
    },
    Exception {
        name: "store::article::SEARCH",
        on: On::Postgres,
        reason: "sorts what rare words have; a page of what frequent ones have was found among the newest three thousand",
    },
    Exception {
        name: "store::article::SEARCH_RECENT",
        on: On::Both,
        reason: "on PostgreSQL the newest three thousand by the key and no more; never asked on SQLite",
    },
    Exception {
        name: "store::site_figures::LIST_LETTERS",
        on: On::Both,
        reason: "a walk by the key, two hundred letters at a time, by a job at night",
    },
    Exception {
        name: "store::rating::LIST_WAITING",
        on: On::Both,
        reason: "a walk of an index of what waits alone, two hundred ratings at a time, by a job at night",
    },
    Exception { name: "store::rating::ADD_UP", on: On::Both, reason: "everything that counts, by a job at night" },
    Exception { name: "store::rating::CLEAR_FIGURES", on: On::Both, reason: "a row for each institution, some dozens, by a job at night" },
    Exception { name: "store::rating::FIGURES", on: On::Both, reason: "a row for each institution, some dozens" },
    Exception {
        name: "store::turnaround::CLEAR",
        on: On::Both,
        reason: "a row or two for each institution, some dozens, by a job at night",
    },
    Exception { name: "store::turnaround::LIST", on: On::Both, reason: "a row or two for each institution, some dozens" },
    Exception { name: "store::institution::LIST", on: On::Both, reason: "every institution there is, some dozens" },
    Exception { name: "store::wording::SELECT_ALL", on: On::Both, reason: "every wording that was used, once at the start" },
    Exception { name: "store::staff::LIST", on: On::Both, reason: "sorts the people of one institution, some dozens" },
    Exception { name: "store::typed::DELETE_OLD", on: On::Both, reason: "a sweep: at most a hundred, in the order of the index" },
    Exception {
        name: "store::briefing_opening::DELETE_OLD",
        on: On::Both,
        reason: "a sweep: at most a hundred, in the order of the index",
    },
    Exception { name: "store::session::DELETE_CHALLENGES", on: On::Both, reason: "a sweep: at most a hundred, in the order of the index" },
    Exception { name: "store::session::DELETE_BEGUN", on: On::Both, reason: "a sweep: at most a hundred, in the order of the index" },
    Exception { name: "store::session::DELETE_UNUSED", on: On::Both, reason: "a sweep: at most a hundred, in the order of the index" },
    Exception { name: "store::upload::SELECT_OLD", on: On::Both, reason: "a sweep: at most four, in the order of the index" },
    Exception { name: "store::portal::DELETE_OLD", on: On::Both, reason: "a sweep: at most a hundred, in the order of the index" },
    Exception { name: "store::portal::DELETE_LOGOUTS", on: On::Both, reason: "a sweep: at most a hundred, in the order of the index" },
    Exception { name: "store::qr::DELETE_OLD", on: On::Both, reason: "a sweep: at most a hundred, in the order of the index" },
    Exception { name: "store::phone_code::DELETE_OLD", on: On::Both, reason: "a sweep: at most a hundred, in the order of the index" },
    Exception { name: "store::credential::DELETE_NONCES", on: On::Both, reason: "a sweep: at most a thousand, in the order of the index" },
];
