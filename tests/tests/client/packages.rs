//! The packages for crates.io: their files, and aspects that cargo does not
//! check.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The packages with their folders.
const PACKAGES: [(&str, &str); 2] = [
    ("restjson-runtime", "runtime"),
    ("generated-client", "generated-client"),
];

fn root() -> &'static Path {
    let manifest_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest_dir.parent().expect("the root of the workspace")
}

fn files(package: &str) -> Vec<String> {
    let arguments = [
        "package",
        "--list",
        "--allow-dirty",
        "--offline",
        "--package",
    ];
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .arg(package)
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("cargo writes UTF-8");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn packages_have_a_readme_a_license_and_no_tests() {
    for (package, _) in PACKAGES {
        let files = files(package);
        for expected in ["README.md", "LICENSE", "src/lib.rs"] {
            assert!(files.iter().any(|file| file == expected), "{files:#?}");
        }
        for file in &files {
            let is_test = ["tests/", "docs/", ".snap", "_tests.rs", "testdata"]
                .iter()
                .any(|part| file.contains(part));
            assert!(!is_test, "{package}: {file}");
        }
    }
}

#[test]
fn packages_have_the_license_of_the_workspace() {
    let license = fs::read(root().join("LICENSE")).expect("a license");
    for (package, folder) in PACKAGES {
        let copy = fs::read(root().join(folder).join("LICENSE")).expect("a license");
        assert!(
            copy == license,
            "{package}: copy the LICENSE of the workspace"
        );
    }
}
