using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace Fusion.Package.Tests;

/// <summary>What the package says about itself, and what a debugger finds.</summary>
[Collection(nameof(PackedPackage))]
public sealed class MetadataTests(PackedPackage package)
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Fact]
    public void Has_an_icon_and_addresses()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        using Stream text = archive.GetEntry("Fusion.nuspec")!.Open();
        XElement metadata = XDocument.Load(text).Root!.Elements().Single();
        string Element(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;

        Assert.Equal("README.md", Element("readme"));
        Assert.StartsWith("https://", Element("projectUrl"));
        XElement repository = metadata.Elements().Single(element => element.Name.LocalName == "repository");
        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.StartsWith("https://", repository.Attribute("url")!.Value);
        ZipArchiveEntry icon = archive.GetEntry(Element("icon"))!;
        Assert.InRange(icon.Length, 1, 20_000);
        var head = new byte[24];
        using Stream picture = icon.Open();
        picture.ReadExactly(head);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], head[..4]);
        Assert.Equal([0, 0, 0, 128, 0, 0, 0, 128], head[16..]);
    }

    [Fact]
    public void Symbols_lead_to_the_sources()
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.ChangeExtension(package.File, ".snupkg"));
        using MetadataReaderProvider provider =
            MetadataReaderProvider.FromPortablePdbStream(Copy(archive.GetEntry("lib/net10.0/Fusion.pdb")!));
        MetadataReader reader = provider.GetMetadataReader();
        string[] documents = [.. reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name))];
        Assert.Contains("/_/src/Runtime/Network.cs", documents);
        // Those that the build makes are under no source's folder, and in the symbols themselves.
        Assert.All(reader.Documents, handle =>
            Assert.Contains(Informations(reader, handle), information => information.Kind == EmbeddedSource));

        if (!Path.Exists(Path.Combine(package.Repository, ".git"))) return;
        string map = Encoding.UTF8.GetString(Informations(reader, EntityHandle.ModuleDefinition)
            .Single(information => information.Kind == SourceLink).Value);
        Assert.Matches(@"""/_/\*"":""https://\S+/[0-9a-f]{40}/\*""", map);
    }

    [Theory]
    [InlineData("lib/net10.0/Fusion.dll")]
    [InlineData("analyzers/dotnet/cs/Fusion.Generator.dll")]
    [InlineData("analyzers/dotnet/cs/Fusion.Compiler.dll")]
    [InlineData("analyzers/dotnet/cs/Fusion.CodeFixes.dll")]
    public void No_assembly_says_where_it_was_built(string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        using var assembly = new PEReader(Copy(archive.GetEntry(name)!));
        DebugDirectoryEntry entry = assembly.ReadDebugDirectory().Single(candidate => candidate.Type == DebugDirectoryEntryType.CodeView);
        Assert.StartsWith("/_/src/", assembly.ReadCodeViewDebugDirectoryData(entry).Path);
        Assert.Contains(assembly.ReadDebugDirectory(), candidate => candidate.Type == DebugDirectoryEntryType.Reproducible);
    }

    private static IEnumerable<(Guid Kind, byte[] Value)> Informations(MetadataReader reader, EntityHandle parent) =>
        reader.GetCustomDebugInformation(parent).Select(handle => reader.GetCustomDebugInformation(handle))
            .Select(information => (reader.GetGuid(information.Kind), reader.GetBlobBytes(information.Value)));

    private static MemoryStream Copy(ZipArchiveEntry entry)
    {
        var copy = new MemoryStream();
        using Stream stream = entry.Open();
        stream.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
