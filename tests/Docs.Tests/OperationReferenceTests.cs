using System.Text;
using Fusion.Compiler.Operations;
using Fusion.Docs.Tests.Operations;
using Fusion.Docs.Tests.Programs;

namespace Fusion.Docs.Tests;

/// <summary>The reference of operations is what the compiler and the run time say.</summary>
public sealed class OperationReferenceTests
{
    private const string PagePath = "docs/operations.md";

    /// <summary>
    /// Where the page differs, the new one is left beside it as <c>operations.received.md</c>; run again with <c>VERIFY_ACCEPT=1</c>, the
    /// test writes the page.
    /// </summary>
    [Fact]
    public async Task The_page_is_up_to_date()
    {
        string page = Path.Combine(Repository.Root, PagePath), received = Path.ChangeExtension(page, ".received.md");
        string actual = OperationReference.Write(await ResultsAsync());
        if (File.Exists(page) && await File.ReadAllTextAsync(page) == actual)
        {
            File.Delete(received);
            return;
        }

        bool accept = Environment.GetEnvironmentVariable("VERIFY_ACCEPT") == "1";
        await File.WriteAllTextAsync(accept ? page : received, actual);
        Assert.True(
            accept,
            $"{PagePath} is not what the code says now. Look at {Path.GetFileName(received)}; VERIFY_ACCEPT=1 takes it.");
    }

    [Fact]
    public void Every_operation_that_a_declaration_can_name_is_in_one_group_and_has_an_example()
    {
        string[] nameable = [.. OperationTable.All.Select(operation => operation.Name)
            .Where(name => OperationReference.Attribute(name) is not null || OperationReference.Functions(name).Length > 0).Order()];
        Assert.Equal(nameable, OperationReference.Groups.SelectMany(group => group.Operations).Order());
        Assert.Equal(nameable, OperationExamples.All.Select(example => example.Operation).Order());
    }

    [Fact]
    public void Every_argument_of_a_function_is_described()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, PagePath)).Split("\n### ")
            .ToDictionary(part => part[..part.IndexOf('\n')], part => part);
        foreach (string operation in OperationReference.Groups.SelectMany(group => group.Operations))
            foreach (var parameter in OperationReference.Functions(operation).SelectMany(function => function.GetParameters().Skip(1)))
                Assert.Contains($"\n- `{parameter.Name}`: ", page[operation], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Every_member_of_an_enumeration_is_described()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, PagePath));
        Type[] types = OperationReference.Enumerations(page);
        Assert.Contains(typeof(PadMode), types);
        Assert.Contains(typeof(Activation), types);
        Assert.Contains(typeof(GlobalPoolMode), types);
        Assert.Contains(typeof(GramNormalization), types);
        Assert.DoesNotContain(typeof(Layout), types);
        foreach (Type type in types)
            foreach (string member in Enum.GetNames(type)) Assert.Matches($@"\n- `{type.Name}\.{member}`: \S", page);
    }

    /// <summary>Compiles and runs all examples, and gives the shapes of their results.</summary>
    private static async Task<Dictionary<string, string>> ResultsAsync()
    {
        var program = new StringBuilder();
        var types = new StringBuilder();
        foreach (OperationExample example in OperationExamples.All)
        {
            string type = example.Operation + "Example";
            string[] names = example.Inputs.Length == 1 ? ["x"] : ["a", "b"];
            types.Append(Network(example, type, names));
            string inputs = string.Concat(example.Inputs.Select(shape => $"new float[{shape.Replace(", ", " * ")}], "));
            program.Append($$"""
                using (var network = {{type}}.Initialize())
                {
                    var output = {{type}}.Description.Variants[0].Outputs[0];
                    network.Run({{inputs}}new float[output.Elements]);
                    Console.WriteLine("{{example.Operation}}: (" + string.Join(", ", output.Dimensions) + ")");
                }

                """);
        }
        string printed = await Build.RunAsync(program.ToString() + types);
        return printed.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ")).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    private static string Network(OperationExample example, string type, string[] names)
    {
        if (example.Declaration.Contains("Forward", StringComparison.Ordinal))
            return $"[FusedNetwork({example.Inputs[0]})] public partial class {type} {{ {example.Declaration} }}\n";
        if (example.Declaration[0] == '[')
            return $"[FusedNetwork({example.Inputs[0]})] public partial class {type} {{ {example.Declaration} Layer layer; }}\n";
        string parameters = string.Join(", ", names.Zip(example.Inputs, (name, shape) => $"[Shape({shape})] Tensor {name}"));
        return $"[FusedNetwork] public partial class {type} {{ Tensor Forward({parameters}) => {example.Declaration}; }}\n";
    }
}
