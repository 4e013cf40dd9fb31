extern alias runtime;

using System.Reflection;
using Argument = System.Reflection.ParameterInfo;

namespace Fusion.Import.Writing;

/// <summary>What the language calls its operations and their arguments, as the attributes and functions of the run time declare
/// them.</summary>
internal static class Syntax
{
    private static readonly Dictionary<string, Type> s_attributes = typeof(runtime::Fusion.OperationAttribute).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(runtime::Fusion.OperationAttribute)) && !type.IsGenericType)
        .ToDictionary(type => type.Name[..^"Attribute".Length]);

    private static readonly ILookup<string, MethodInfo> s_functions =
        typeof(runtime::Fusion.Ops).GetMethods(BindingFlags.Public | BindingFlags.Static).ToLookup(method => method.Name);

    /// <summary>The names that functions have, which nothing else in a declaration may have.</summary>
    public static IEnumerable<string> Functions => s_functions.Select(group => group.Key);

    /// <summary>The attribute's type; null where there is none of that name.</summary>
    public static Type? Attribute(string name) => s_attributes.GetValueOrDefault(name);

    /// <summary>Whether a declaration can name the operation; some nodes only stand inside of others.</summary>
    public static bool Exists(string name) => Attribute(name) is not null || s_functions.Contains(name);

    /// <summary>The arguments of an attribute, or of a function without one: the required first.</summary>
    public static IEnumerable<(string Name, bool IsRequired)> Arguments(string name)
    {
        if (Attribute(name) is not { } type)
        {
            return s_functions[name].SelectMany(method => method.GetParameters())
                .Where(parameter => !IsTensor(parameter.ParameterType)).DistinctBy(parameter => parameter.Name)
                .Select(parameter => (parameter.Name!, !parameter.HasDefaultValue));
        }

        Argument[] positional = type.GetConstructors()[0].GetParameters();
        return positional.Select(parameter => (parameter.Name!, !parameter.HasDefaultValue && !IsList(parameter)))
            .Concat(type.GetProperties().Where(property => property.CanWrite && property.Name is not ("Name" or "When"))
                .Select(property => (property.Name, false)));
    }

    /// <summary>Whether the argument is written without its name in an attribute.</summary>
    public static bool IsPositional(string attribute, string argument) => Attribute(attribute) is { } type
        && type.GetConstructors()[0].GetParameters().Any(parameter => parameter.Name == argument);

    /// <summary>Whether a function can say everything that the use says.</summary>
    public static bool FitsFunction(Use use) =>
        s_functions[use.Name].Any(method => Fits(method, use));

    /// <summary>The arguments in the order in which the function has them; those that could be left out are named.</summary>
    public static IEnumerable<(Slot Slot, bool IsNamed)> OfFunction(Use use)
    {
        MethodInfo method = s_functions[use.Name].First(method => Fits(method, use));
        return Unsaid(use).Select(slot => (Slot: slot, Parameter: Parameter(method, slot)!)).OrderBy(pair => pair.Parameter.Position)
            .Select(pair => (pair.Slot, pair.Parameter.HasDefaultValue));
    }

    /// <summary>The name of the enumeration that an argument's value is a member of; null where the value is no member.</summary>
    public static string? Enumeration(string operation, string argument) => argument.ToLowerInvariant() switch
    {
        "axes" when operation != "Transpose" => "Axes",
        "mode" => operation == "Pad" ? "PadMode" : "UpsampleMode",
        "inner" or "gate" => "Activation",
        var name when name.StartsWith("activation", StringComparison.Ordinal) => "Activation",
        "coordinates" => "ResizeCoordinates",
        "padding" => "Padding",
        "initial" => "ParameterInitial",
        "arithmetic" => "Arithmetic",
        "normalize" => operation == "Propagate" ? "GraphNormalization" : "GramNormalization",
        "pool" => "GlobalPoolMode",
        _ => null,
    };

    private static bool Fits(MethodInfo method, Use use) => Unsaid(use).All(slot => Parameter(method, slot) is not null);

    /// <summary>What is written in a call; the rest a function says by itself.</summary>
    private static IEnumerable<Slot> Unsaid(Use use)
    {
        var implied = OperationTable.Find(use.Name)?.OfFunction ?? [];
        return use.Slots.Where(slot => slot.IsWritten
            && !implied.Any(argument => argument.Name.Equals(slot.Name, StringComparison.OrdinalIgnoreCase)
                && argument.Value.Equals(slot.Value)));
    }

    private static Argument? Parameter(MethodInfo method, Slot slot) => method.GetParameters()
        .FirstOrDefault(parameter => parameter.Name!.Equals(slot.Name, StringComparison.OrdinalIgnoreCase)
            && !IsTensor(parameter.ParameterType));

    private static bool IsTensor(Type type) => type == typeof(runtime::Fusion.Tensor) || type == typeof(runtime::Fusion.Tensor[]);

    private static bool IsList(Argument parameter) => parameter.IsDefined(typeof(ParamArrayAttribute));
}
