using System.Text.RegularExpressions;
using Fusion.Docs.Tests.Programs;
using Microsoft.CodeAnalysis;

namespace Fusion.Docs.Tests;

/// <summary>The tables of <c>docs/coming-from-pytorch.md</c>: complete on the left, and right on the right.</summary>
public sealed partial class PyTorchNamesTests
{
    private const string PagePath = "docs/coming-from-pytorch.md";

    /// <summary>Modules of torch.nn that TorchSharp does not have.</summary>
    private const string Others = "ModuleDict ParameterDict ParameterList Parameter Buffer LPPool3d FractionalMaxPool2d "
        + "FractionalMaxPool3d ReflectionPad3d ZeroPad1d ZeroPad3d CircularPad1d CircularPad2d CircularPad3d RMSNorm SyncBatchNorm "
        + "CrossMapLRN2d RNNBase AdaptiveLogSoftmaxWithLoss MultiheadAttention Softmax2d TripletMarginWithDistanceLoss DataParallel "
        + "Embedding EmbeddingBag";

    private static IReadOnlyList<string> Lines { get; } = Repository.Lines(PagePath);

    [Fact]
    public void Every_module_of_torch_is_there()
    {
        var left = Section("## torch.nn").SelectMany(row => Code().Matches(row.Left)).Select(match => match.Groups[1].Value).ToHashSet();
        IEnumerable<string> modules = typeof(TorchSharp.torch.nn).GetMethods()
            .Where(method => method.IsStatic && typeof(TorchSharp.torch.nn.Module).IsAssignableFrom(method.ReturnType))
            .Select(method => method.Name).Where(name => char.IsUpper(name[0]) && !name.Contains('_')).Distinct();
        Assert.Contains("Conv2d", modules);
        Assert.Empty(modules.Concat(Others.Split(' ')).Except(left).Order());
    }

    [Fact]
    public void Every_name_of_ours_exists()
    {
        Type[] types = [.. typeof(Tensor).Assembly.GetExportedTypes(), .. typeof(Training.TrainingAttribute).Assembly.GetExportedTypes()];
        var known = types.Select(type => type.Name.Replace("Attribute", "")).Concat(types.SelectMany(type => type.GetMembers())
            .Select(member => member.Name)).ToHashSet();
        IEnumerable<string> names = Rows().SelectMany(row => Code().Matches(row.Right))
            .SelectMany(match => Name().Matches(match.Groups[1].Value)).Select(match => match.Value);
        Assert.Contains("MaxPool", names);
        // Of the generated class, and of Python.
        Assert.Empty(names.Distinct().Except(known).Except(["Run", "True", "False"]));
    }

    /// <summary>Attributes on a layer, and expressions of tensors.</summary>
    [Fact]
    public async Task Every_word_of_ours_compiles()
    {
        var operations = typeof(Tensor).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(OperationAttribute)))
            .Select(type => type.Name.Replace("Attribute", "")).ToHashSet();
        string[] snippets = [.. Rows().SelectMany(row => Code().Matches(row.Right)).Select(match => match.Groups[1].Value).Distinct()];
        string[] expressions =
            [.. snippets.Where(snippet => !snippet.StartsWith('[') && !snippet.Contains('"') && Operand().IsMatch(snippet))];
        string[] attributes = [.. snippets.Except(expressions).Where(snippet => operations.Contains(snippet.Split('(')[0]))];
        Assert.True(expressions.Length > 40 && attributes.Length > 40, $"{expressions.Length} and {attributes.Length} were found.");
        string source = "static class Words {\n"
            + string.Concat(attributes.Select((attribute, i) => $"[{attribute}] static Layer a{i};\n"))
            + string.Concat(expressions.Select((expression, i) => "static object e" + i
                + $"(Tensor x, Tensor a, Tensor b, Tensor q, Tensor k, Tensor v, Tensor mask) => {expression};\n")) + "}";
        var (_, diagnostics) = await Build.CompileAsync(source, isProgram: false);
        string[] lines = source.Split('\n');
        Assert.Empty(diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}: {diagnostic.GetMessage()}"));
    }

    private static IEnumerable<(string Left, string Right)> Rows() => Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal)
        && !line.StartsWith("| ---", StringComparison.Ordinal)).Select(Cells);

    private static IEnumerable<(string Left, string Right)> Section(string heading) => Lines.SkipWhile(line => line != heading).Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(Cells);

    private static (string Left, string Right) Cells(string line)
    {
        string[] cells = line.Trim('|', ' ').Split(" | ");
        Assert.True(cells.Length == 2, line);
        return (cells[0], cells[1]);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b[A-Z]\w+")]
    private static partial Regex Name();

    /// <summary>A tensor of which an expression speaks.</summary>
    [GeneratedRegex(@"(?<![\w.])(x|a|b|q|mask)(?!\w|:)")]
    private static partial Regex Operand();
}
