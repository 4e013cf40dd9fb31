using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using MethodParameter = System.Reflection.ParameterInfo;

namespace Fusion.Docs.Tests.Operations;

/// <summary>
/// The page <c>docs/operations.md</c>, from the table of operations, the documentation of the run time, and
/// <see cref="OperationExamples"/>.
/// </summary>
internal static partial class OperationReference
{
    private const string Introduction = """
        # Operations

        *This page is generated from the table of operations and the documentation of `Fusion.dll`; `OperationReferenceTests` says when it
        must be written anew.*

        An operation stands in brackets on a field of type `Layer`, or, where it has no parameters of its own, in `Forward` as a function of
        `Ops`; most are both. Below, `p` is a position and `c` a channel of a result `y`; (…, C) stands for any number of positions, with C
        channels each. The line with the arrow is an example, with the shapes that it takes and makes.

        Arguments are constants, or strings with an expression over a block's parameters and the layer's input:
        `[Conv("4 * width", 1, Groups = "x.Channels")]`. Those marked *per dimension* take one number for all spatial dimensions, or one for
        each in parentheses: `"(3, 1)"`. Those that are named with a capital letter are optional. Every attribute also takes `Name`, which
        names its parameters (see [Weights from PyTorch](weights-from-pytorch.md)), and `When`, a condition: where it is false, the
        operation is left out.

        """;

    /// <summary>The operations that a declaration can name, by what they are for.</summary>
    public static IReadOnlyList<(string Title, string[] Operations)> Groups { get; } =
    [
        ("Convolutions and linear layers", ["Conv", "DepthwiseConv", "ConvTranspose", "Linear"]),
        ("Normalisation",
            ["BatchNorm", "LayerNorm", "RmsNorm", "GroupNorm", "InstanceNorm", "Normalize", "Scale", "LocalResponseNorm"]),
        ("Activations", [
            "Relu", "Relu6", "LeakyRelu", "PRelu", "Silu", "HardSwish", "Sigmoid", "HardSigmoid", "Tanh", "Gelu", "Elu", "Mish", "Softplus",
            "Softsign", "Selu", "Celu", "ThresholdedRelu", "Softmax", "LogSoftmax", "Activate"]),
        ("Attention to channels", ["SqueezeExcite", "JointSqueezeExcite"]),
        ("Pooling", ["MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "GlobalSumPool", "Mean", "Sum", "Max", "Min",
            "L2Norm"]),
        ("Arithmetic", [
            "Add", "Subtract", "Multiply", "Divide", "Minimum", "Maximum", "Affine", "Negate", "Abs", "Square", "Sqrt", "Rsqrt",
            "Reciprocal", "Pow", "Exp", "Log", "Sin", "Cos", "Clamp"]),
        ("Channels and positions", [
            "Concat", "Split", "Slice", "Append", "Reshape", "Flatten", "ChannelShuffle", "Upsample", "Resize", "Pad", "Crop",
            "Tile", "Roll", "Stack", "PixelShuffle", "PixelUnshuffle", "PadChannels", "Subsample"]),
        ("Sequences", ["Rnn", "Gru", "Lstm", "CumulativeSum", "Smooth"]),
        ("Products of values and attention", ["MatMul", "Gram", "Transpose", "Gather", "Attention", "MultiHeadAttention",
            "Propagate"]),
        ("Values that are trained", ["Parameter"]),
        ("In training only", ["Dropout"]),
        ("To look inside", ["Tap"]),
    ];

    public static Type? Attribute(string operation) => typeof(Tensor).Assembly.GetType($"Fusion.{operation}Attribute");

    public static MethodInfo[] Functions(string operation) => [.. typeof(Ops).GetMethods().Where(method => method.Name == operation)];

    /// <param name="results">The shapes that the examples make.</param>
    public static string Write(IReadOnlyDictionary<string, string> results)
    {
        var page = new StringBuilder(Introduction);
        foreach (var (title, operations) in Groups)
        {
            page.Append($"\n## {title}\n");
            foreach (string operation in operations) WriteOperation(page, operation, results[operation]);
        }
        WriteEnumerations(page);
        return page.ToString();
    }

    private static void WriteOperation(StringBuilder page, string operation, string result)
    {
        Type? attribute = Attribute(operation);
        MethodInfo[] functions = Functions(operation);
        OperationExample example = OperationExamples.All.Single(example => example.Operation == operation);
        page.Append($"\n### {operation}\n\n");
        page.Append(attribute is not null
            ? Description(XmlDocumentation.Of(attribute, "summary"), XmlDocumentation.Of(attribute, "remarks"))
            : Description(XmlDocumentation.Of(functions[0], "summary"), XmlDocumentation.Of(functions[0], "remarks")));
        string inputs = string.Join(" and ", example.Inputs.Select(shape => $"({shape})"));
        page.Append($"\n\n`{example.Declaration}`: {inputs} → {result}\n");
        if (attribute is not null) WriteArguments(page, attribute);
        if (functions.Length == 0) return;
        page.Append($"\nIn `Forward`: {string.Join(", ", functions.Select(function => $"`{Signature(function)}`"))}\n");
        WriteParameters(page, attribute, functions);
    }

    /// <summary>The enumerations that the page names so far, and those that arguments of attributes are of.</summary>
    public static Type[] Enumerations(string page) => [.. Groups.SelectMany(group => group.Operations).Select(Attribute).OfType<Type>()
        .SelectMany(attribute => attribute.GetProperties()).Select(property => Nullable.GetUnderlyingType(property.PropertyType)
            ?? property.PropertyType)
        .Concat(typeof(Tensor).Assembly.GetExportedTypes()
            .Where(type => Regex.IsMatch(page, $@"\b{type.Name}\.\w|\b{type.Name} \w+ = |`{type.Name}`")))
        .Where(type => type.IsEnum && type.Assembly == typeof(Tensor).Assembly).Distinct()
        .OrderBy(type => type.Name, StringComparer.Ordinal)];

    private static void WriteEnumerations(StringBuilder page)
    {
        Type[] types = Enumerations(page.ToString());
        page.Append("\n## Enumerations\n\nWhat the arguments above name. In an expression string they are written as in C#.\n");
        foreach (Type type in types)
        {
            string description = Description(XmlDocumentation.Of(type, "summary"), XmlDocumentation.Of(type, "remarks"));
            page.Append($"\n### {type.Name}\n\n{description}\n\n");
            foreach (FieldInfo member in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                page.Append($"- `{type.Name}.{member.Name}`: {XmlDocumentation.Of(member)!}\n");
        }
    }

    private static string Description(string? summary, string? remarks) => remarks is null ? summary! : $"{summary} {remarks}";

    private static void WriteArguments(StringBuilder page, Type attribute)
    {
        MethodParameter[] required = attribute.GetConstructors().Single().GetParameters();
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        PropertyInfo[] optional = [.. attribute.GetProperties(Own).Where(property => property.CanWrite)];
        if (required.Length + optional.Length == 0) return;
        page.Append('\n');
        foreach (MethodParameter parameter in required) page.Append($"- `{parameter.Name}`: {Argument(XmlDocumentation.Of(parameter)!)}\n");
        foreach (PropertyInfo property in optional) page.Append($"- `{property.Name}`: {Argument(XmlDocumentation.Of(property)!)}\n");
    }

    /// <summary>Parameters of the functions that the attribute does not have: of the tensors, all where there is no attribute, and else
    /// those beside the first, which is the layer's input.</summary>
    private static void WriteParameters(StringBuilder page, Type? attribute, MethodInfo[] functions)
    {
        IEnumerable<string> described = attribute is null ? []
            : [.. attribute.GetConstructors().Single().GetParameters().Select(parameter => parameter.Name!),
                .. attribute.GetProperties().Select(property => property.Name), functions[0].GetParameters()[0].Name!];
        MethodParameter[] own = [.. functions.SelectMany(function => function.GetParameters()).DistinctBy(parameter => parameter.Name)
            .Where(parameter => !described.Contains(parameter.Name, StringComparer.OrdinalIgnoreCase))];
        if (own.Length > 0) page.Append('\n');
        foreach (MethodParameter parameter in own) page.Append($"- `{parameter.Name}`: {XmlDocumentation.Of(parameter)!}\n");
        if (attribute is null) page.Append($"- Result: {XmlDocumentation.Of(functions[0], "returns")!}\n");
    }

    /// <summary>Without what the introduction says of all.</summary>
    private static string Argument(string documentation) =>
        Kinds().Replace(documentation, match => match.Groups["each"].Success ? " *Per dimension.*" : "");

    private static string Signature(MethodInfo function)
    {
        IEnumerable<string> parameters =
            function.GetParameters().Select(parameter => Name(parameter.ParameterType) + parameter.Name + Default(parameter));
        return $"{function.Name}({string.Join(", ", parameters)})";
    }

    private static string Name(Type type) =>
        type == typeof(int) ? "int " : type == typeof(double) ? "double " : type == typeof(bool) ? "bool "
        : type == typeof(string) ? "string "
        : type.IsArray ? $"params {Name(type.GetElementType()!).TrimEnd()}[] " : type.Name + " ";

    private static string Default(MethodParameter parameter) => !parameter.HasDefaultValue ? "" : parameter.DefaultValue switch
    {
        null => " = default",
        string value => $" = \"{value}\"",
        bool value => value ? " = true" : " = false",
        1.0 / 6 => " = 1.0 / 6",
        double value => FormattableString.Invariant($" = {value:0.####}"),
        Enum value => $" = {value.GetType().Name}.{value}",
        var value => FormattableString.Invariant($" = {value}"),
    };

    [GeneratedRegex(
        @" (An `Int32`|A `Boolean`|A number|Each an `Int32`) or an expression string(?<each>; per dimension in parentheses)?\.")]
    private static partial Regex Kinds();
}
