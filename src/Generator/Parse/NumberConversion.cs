using Fusion.Compiler.Declarations;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>
/// Numbers as C# converts them: <c>1 / 2</c> is no 0 where 1 becomes a double. The language computes with doubles; an operation on floats
/// is that on doubles, rounded.
/// </summary>
internal static class NumberConversion
{
    /// <summary>The value of an expression as the place where it stands needs it.</summary>
    public static Expression Apply(TypeInfo type, Expression value, Func<int> id)
    {
        SpecialType from = type.Type?.SpecialType ?? SpecialType.None, to = type.ConvertedType?.SpecialType ?? SpecialType.None;
        if (from != SpecialType.System_Int32) return Round(type.Type, value, id);
        return (to, value) switch
        {
            (SpecialType.System_Double, Literal { Value: int whole } literal) => literal with { Value = (double)whole },
            (SpecialType.System_Single, Literal { Value: int whole } literal) => literal with { Value = (double)(float)whole },
            (SpecialType.System_Double, _) => new Call(id(), "(double)", [new Argument("", value)]),
            (SpecialType.System_Single, _) => new Call(id(), "(float)", [new Argument("", value)]),
            _ => value,
        };
    }

    /// <summary>What is computed as a float. Names and constants are rounded already.</summary>
    public static Expression Round(ITypeSymbol? type, Expression value, Func<int> id) =>
        type is { SpecialType: SpecialType.System_Single } && value is Binary or Call && value is not Call { Function: "(float)" }
            ? new Call(id(), "(float)", [new Argument("", value)])
            : value;
}
