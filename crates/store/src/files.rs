//! Stored files, write-once. A folder by default; whatever else `object_store` knows when that is outgrown. Names are
//! identifiers and say nothing.

use bytes::Bytes;
use domain::id::FileId;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions};
use std::fmt;
use std::sync::Arc;

/// Why a file cannot be stored or read.
#[derive(Debug, thiserror::Error)]
#[error("the file store: {0}")]
pub struct FilesError(#[from] object_store::Error);

/// The files of the platform.
#[derive(Clone)]
pub struct Files(Arc<dyn ObjectStore>);

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Files({})", self.0)
    }
}

impl Files {
    /// Files in `folder`, which is made when it is missing. A stored file is on the disk before [`Files::put`] returns.
    ///
    /// # Errors
    /// [`FilesError`] when the folder cannot be made.
    pub fn in_folder(folder: &std::path::Path) -> Result<Self, FilesError> {
        let generic = |error: std::io::Error| object_store::Error::Generic { store: "folder", source: Box::new(error) };
        std::fs::create_dir_all(folder).map_err(generic)?;
        Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))))
    }

    /// Whether a file can be written, read back and removed.
    ///
    /// # Errors
    /// [`FilesError`] when not.
    pub async fn probe(&self) -> Result<(), FilesError> {
        let probe = Path::from("probe");
        self.0.put(&probe, Bytes::from_static(b"probe").into()).await?;
        self.0.get(&probe).await?.bytes().await?;
        Ok(self.0.delete(&probe).await?)
    }

    /// Stores a new file.
    ///
    /// # Errors
    /// [`FilesError`], also when a file of this name exists: bytes once stored never change (HR-11).
    pub async fn put(&self, id: FileId, bytes: Bytes) -> Result<(), FilesError> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        self.0.put_opts(&path(id), bytes.into(), options).await?;
        Ok(())
    }

    /// Removes a file that nothing refers to. One that is not there is removed already: a folder says so, other stores do not.
    ///
    /// # Errors
    /// [`FilesError`].
    pub async fn delete(&self, id: FileId) -> Result<(), FilesError> {
        match self.0.delete(&path(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`FilesError`], also when there is none.
    pub async fn get(&self, id: FileId) -> Result<Bytes, FilesError> {
        Ok(self.0.get(&path(id)).await?.bytes().await?)
    }
}

fn path(id: FileId) -> Path {
    Path::from(id.to_string())
}
