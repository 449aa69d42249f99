using Xunit;

namespace PhaseGan.PackageTests;

/// <summary>Tests that share the packed packages, which are made once.</summary>
[CollectionDefinition("Packages")]
public sealed class SharedPackages : ICollectionFixture<PackedFeed>;
