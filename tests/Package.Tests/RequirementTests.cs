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

    /// <summary>It declares no network, so no part of it is generated.</summary>
    [Fact]
    public void A_program_that_only_uses_a_library_with_networks_may_be_in_an_older_language()
    {
        string library = package.Copy("Consumer", "old-library"), program = package.Copy("Consumer", "old-program");
        string project = Path.Combine(library, "Consumer.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("<OutputType>Exe</OutputType>", ""));
        File.Delete(Path.Combine(library, "Program.cs"));
        File.Delete(Path.Combine(program, "Tiny.cs"));
        File.Move(Path.Combine(program, "Consumer.csproj"), Path.Combine(program, "Program.csproj"));
        project = Path.Combine(program, "Program.csproj");
        File.WriteAllText(project, File.ReadAllText(project)
            .Replace("<ImplicitUsings>enable</ImplicitUsings>", "<LangVersion>7.3</LangVersion>")
            .Replace("<Nullable>enable</Nullable>", "")
            .Replace("<PackageReference Include=\"Fusion\" Version=\"$(FusionVersion)\" />",
                "<ProjectReference Include=\"../old-library/Consumer.csproj\" />"));
        File.WriteAllText(Path.Combine(program, "Program.cs"),
            "class Program { static void Main() { System.Console.WriteLine(Tiny.ParameterCount + \" parameters\"); } }");
        string output = Command.Dotnet(program, Path.Combine(package.Folder, "restored"), "run", "-c", "Release",
            $"-p:FusionVersion={package.Version}");
        Assert.EndsWith(" parameters", output.Trim());
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
