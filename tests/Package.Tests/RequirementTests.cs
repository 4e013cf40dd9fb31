namespace Fusion.Package.Tests;

/// <summary>A project that lacks what the package needs gets one message, which says what that is.</summary>
[Collection(nameof(PackedPackage))]
public sealed class RequirementTests(PackedPackage package)
{
    [Theory]
    [InlineData("net8.0", "net8.0")]
    [InlineData("net9.0", "net9.0")]
    [InlineData("netstandard2.0", "netstandard2.0")]
    [InlineData("net472", "net472")]
    [InlineData("net8.0;net10.0", "net8.0")]
    public void Older_frameworks_are_refused_by_the_restore(string frameworks, string refused)
    {
        // The test's feed has no other package, so none may be needed for the framework itself.
        string error = Assert.Single(Errors(
            $"framework-{frameworks.Replace(';', '-')}",
            ("<TargetFramework>net10.0</TargetFramework>",
             $"<TargetFrameworks>{frameworks}</TargetFrameworks><UseAppHost>false</UseAppHost>"
                + "<DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>"
                + "<AutomaticallyUseReferenceAssemblyPackages>false</AutomaticallyUseReferenceAssemblyPackages>")));
        Assert.StartsWith($"error NU1202: Package Fusion {package.Version} is not compatible with {refused} ", error);
        Assert.Contains("supports: net10.0", error);
    }

    [Theory]
    [InlineData("12", "The kernels of the network 'Tiny' are C# 13, but this project's LangVersion is 12.0; ")]
    [InlineData("9.0", "Networks need C# 13, but this project's LangVersion is 9.0; ")]
    [InlineData("7.3", "Networks need C# 13, but this project's LangVersion is 7.3; ")]
    public void Older_languages_are_refused_by_the_build(string version, string message)
    {
        string error = Assert.Single(Errors(
            "language-" + version,
            ("<ImplicitUsings>enable</ImplicitUsings>", $"<LangVersion>{version}</LangVersion>"),
            ("<Nullable>enable</Nullable>", "")));
        Assert.Equal($"error FUS210: {message}remove LangVersion from the project file, or set it to 13 or later",
            error.Split(" (")[0].Trim());
    }

    /// <summary>The errors of a build of the consumer whose project file says something else.</summary>
    private string[] Errors(string name, params (string Is, string Becomes)[] changes)
    {
        string project = package.Copy("Consumer", name), file = Path.Combine(project, "Consumer.csproj"), text = File.ReadAllText(file);
        foreach ((string found, string replacement) in changes)
        {
            Assert.Contains(found, text);
            text = text.Replace(found, replacement);
        }

        File.WriteAllText(file, text);
        foreach (string source in Directory.GetFiles(project, "Program.cs"))
            File.WriteAllText(source, "using System;\nusing System.Linq;\n" + File.ReadAllText(source));
        return Command.Errors(project, Path.Combine(package.Folder, "restored"), "build", "--nologo", "-c", "Release",
            $"-p:FusionVersion={package.Version}");
    }
}
