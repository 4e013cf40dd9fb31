using System.Reflection;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Generated;

/// <summary>The largest number there is in the place of any arguments of any operation: right or refused, and no arithmetic of the
/// compiler's own overflows.</summary>
public class LargestNumbersTests
{
    private const string Most = "2147483647";

    public static TheoryData<string> Operations { get; } = [.. typeof(OperationAttribute).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(OperationAttribute)) && !type.IsGenericType && Arguments(type).Any())
        .Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Of_an_operation(string attribute)
    {
        Type type = typeof(OperationAttribute).Assembly.GetType("Fusion." + attribute)!;
        string name = attribute[..^"Attribute".Length];
        string member = name switch
        {
            "Parameter" => "Tensor a; (Tensor, Tensor) Forward(Tensor x) => (x, a);",
            "JointSqueezeExcite" => "Layer<(Tensor, Tensor)> a; Tensor Forward(Tensor x) => a(x, x).Item1;",
            _ => "Layer a;",
        };
        string[] networks = [.. Arguments(type).SelectMany((uses, i) => new[] { "6, 4", "5, 6, 4", "3, 5, 6, 4" }.Select((size, j) =>
            $"[FusedNetwork({size})] partial class Net{i}_{j} {{ [{name}({uses})] {member} }}"))];
        Compilation compilation = Project.Compile(string.Join("\n", networks));
        Assert.All(await Project.AnalyzeAsync(compilation), diagnostic => Assert.True(
            diagnostic.Id is "FUS101" or "FUS024" or "FUS057", $"{diagnostic}\n{networks[0]}"));
    }

    /// <summary>Every subset of an operation's numbers, the others as they are declared or 1.</summary>
    private static IEnumerable<string> Arguments(Type type)
    {
        var needed = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters()
            .Where(parameter => IsNumber(parameter.ParameterType)).ToList();
        string[] optional = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => property.SetMethod is not null && IsNumber(property.PropertyType)).Select(property => property.Name)
            .Where(property => property is not ("Bias" or "Arithmetic" or "Activation" or "Gate" or "First" or "Second"))];
        int count = needed.Count + optional.Length;
        for (int subset = 0; subset < 1 << count && count > 0; subset++)
        {
            yield return string.Join(", ", needed.Select((_, i) => (subset >> i & 1) == 1 ? Most : "1")
                .Concat(optional.Where((_, i) => (subset >> needed.Count + i & 1) == 1).Select(property => $"{property} = {Most}")));
        }
    }

    private static bool IsNumber(Type type) => type == typeof(object) || type == typeof(int);
}
