using Fusion.Docs.Tests.Pages;
using Fusion.Docs.Tests.Programs;

namespace Fusion.Docs.Tests;

/// <summary>An F# program calls a network of a C# class library: the C# block before it on the page.</summary>
public sealed class FSharpTests
{
    [FSharpTheory]
    [InlineData("docs/deploying.md")]
    public void An_FSharp_program_runs_a_network_of_a_library(string path)
    {
        IReadOnlyList<CodeBlock> blocks = Page.Read(path).Blocks;
        int at = Enumerable.Range(0, blocks.Count).Single(i => blocks[i].Language == "fsharp");
        string folder = Directory.CreateTempSubdirectory("fusion-docs-").FullName;
        try
        {
            string library = Directory.CreateDirectory(Path.Combine(folder, "Networks")).FullName;
            WriteLibrary(library, blocks.Take(at).Last(block => block.Language == "csharp").Text);
            string program = Directory.CreateDirectory(Path.Combine(folder, "Program")).FullName;
            File.WriteAllText(Path.Combine(program, "Program.fs"), blocks[at].Text);
            File.WriteAllText(Path.Combine(program, "Program.fsproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <TargetFramework>net10.0</TargetFramework>
                    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                  </PropertyGroup>
                  <ItemGroup>
                    <Compile Include="Program.fs" />
                    <!-- From the package it would come with the library. -->
                    <Reference Include="{typeof(Tensor).Assembly.Location}" />
                  </ItemGroup>
                  {blocks.Take(at).Last(block => block.Language == "xml").Text}
                </Project>
                """);
            // What F# itself needs comes with the SDK.
            File.WriteAllText(
                Path.Combine(folder, "nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>");

            string output = Command.Run(Command.Dotnet, program, "run", "-c", "Release", "-p:NuGetAudit=false");

            Assert.True(ExpectedOutput.Fits(blocks[at + 1].Text, output), output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A library with what the package gives to its users, straight from where this test has it.</summary>
    private static void WriteLibrary(string folder, string source)
    {
        string package = Path.Combine(Repository.Root, "build", "package");
        File.WriteAllText(Path.Combine(folder, "Networks.cs"), source);
        File.WriteAllText(Path.Combine(folder, "Networks.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{package}/Fusion.props" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(Tensor).Assembly.Location}" />
                <Analyzer Include="{AppContext.BaseDirectory}Fusion.Generator.dll;{AppContext.BaseDirectory}Fusion.Compiler.dll" />
              </ItemGroup>
            </Project>
            """);
    }
}
