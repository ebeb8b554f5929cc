//! A PostgreSQL server of our own, from Debian's package, on a free loopback port, in a folder that goes away with it.

use crate::Outcome;
use crate::run::step;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A running server; stopped and removed when dropped.
#[derive(Debug)]
pub(crate) struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

/// How safely the server writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Not at all: for tests, which lose nothing.
    None,
    /// As in production: for benchmarks.
    Full,
}

/// The newest installed server's programs.
fn programs() -> Outcome<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").map_err(|_| "缺少 PostgreSQL，请运行：sudo apt-get install postgresql")?;
    let newest = versions.filter_map(Result::ok).map(|entry| entry.path().join("bin")).filter(|path| path.join("initdb").exists()).max();
    newest.ok_or_else(|| "缺少 PostgreSQL 服务端（initdb），请运行：sudo apt-get install postgresql".into())
}

/// A command of the server's; it refuses to run as root, so root hands it to the package's own user.
fn command(program: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let mut command = if root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/tmp").stdout(Stdio::null());
    command
}

fn run(command: &mut Command) -> Outcome {
    let output = command.output()?;
    if output.status.success() { Ok(()) } else { Err(format!("PostgreSQL：{}", String::from_utf8_lossy(&output.stderr)).into()) }
}

impl Postgres {
    /// Starts a server.
    pub(crate) fn start(durability: Durability) -> Outcome<Self> {
        step("启动测试用 PostgreSQL");
        let programs = programs()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = std::env::temp_dir().join(format!("kaihan-postgres-{}-{port}", std::process::id()));
        let server = Self { folder, programs, port };
        let data = server.folder.join("data");
        run(command(Path::new("mkdir")).arg("-p").arg(&server.folder))?;
        let initdb = server.programs.join("initdb");
        run(command(&initdb).args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-D"]).arg(&data))?;
        let safety = match durability {
            Durability::None => "-c fsync=off -c synchronous_commit=off -c full_page_writes=off",
            Durability::Full => "-c shared_buffers=1GB -c max_wal_size=4GB",
        };
        let options = format!("-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300 {safety}");
        let log = server.folder.join("log");
        run(command(&server.programs.join("pg_ctl")).args(["-w", "-s", "-o", &options, "-l"]).arg(log).arg("-D").arg(&data).arg("start"))?;
        Ok(server)
    }

    /// Its address, without a database.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    /// Removes a database that somebody left behind, if there is one.
    pub(crate) fn drop_database(&self, name: &str) -> Outcome {
        run(Command::new(self.programs.join("dropdb"))
            .args(["--if-exists", "--force", "--maintenance-db"])
            .arg(format!("{}/postgres", self.url()))
            .arg(name))
    }

    /// The package's own benchmark.
    pub(crate) fn pgbench(&self) -> PathBuf {
        self.programs.join("pgbench")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Whatever fails here leaves a stopped or orphaned server behind, and there is nobody left to tell.
        let _ = run(command(&self.programs.join("pg_ctl")).args(["-m", "immediate", "-s", "-D"]).arg(self.folder.join("data")).arg("stop"));
        let _ = run(command(Path::new("rm")).arg("-rf").arg(&self.folder));
    }
}
