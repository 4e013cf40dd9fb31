using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Which methods of the user's own a declaration can call.</summary>
internal static class MethodSignature
{
    /// <summary>The types of values that a declaration can read.</summary>
    public const string Types = "int, double, float, bool, string, an enumeration, Tensor, Layer, or an array or tuple of these";

    /// <summary>What keeps a declaration from calling a method; null where nothing does.</summary>
    public static (string Found, string Mend)? Mistake(TypeReader owner, IMethodSymbol method)
    {
        if (!owner.Session.CanRead(method))
        {
            return ($"is in the assembly '{method.ContainingAssembly?.Name}', where its source cannot be read",
                "move or copy it into this project");
        }

        if (!method.IsStatic && method.MethodKind == MethodKind.Ordinary
            && !SymbolEqualityComparer.Default.Equals(method.ContainingType, owner.Type))
        {
            return ($"is no static method, and belongs to '{method.ContainingType.Name}'", "make it static");
        }

        if (method.IsGenericMethod || method.ContainingType is { IsGenericType: true })
            return ("is generic, or in a generic type", "write it for the types that it is called with");
        if (method.IsAsync || method.IsAbstract || method.IsExtern) return ("has no body that could be read", "write an ordinary method");
        if (method.ReturnsByRef || method.ReturnsByRefReadonly) return ("returns a reference", "return the value");
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
                return ($"passes '{parameter.Name}' by '{parameter.RefKind.ToString().ToLowerInvariant()}'", "pass and return values");
            if (!IsValue(owner, parameter.Type))
                return ($"has the parameter '{parameter.Name}' of type '{owner.Session.Known.Describe(parameter.Type)}'", $"use {Types}");
            if (parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: null })
                return ($"has a parameter '{parameter.Name}' that is null where it is not given", "write a second method without it");
        }

        return method.ReturnsVoid ? ("returns nothing", "return what it computes")
            : IsValue(owner, method.ReturnType) ? null
            : ($"returns '{owner.Session.Known.Describe(method.ReturnType)}'", $"return {Types}");
    }

    /// <summary>Whether a field or property is a value that a declaration can read: static, and written once.</summary>
    public static bool IsValue(TypeReader owner, ISymbol symbol) => owner.Session.CanRead(symbol) && symbol switch
    {
        IFieldSymbol { IsStatic: true, IsReadOnly: true } field => IsValue(owner, field.Type),
        IPropertySymbol { IsStatic: true, SetMethod: null } property => IsValue(owner, property.Type),
        _ => false,
    };

    /// <summary>How the model calls the type of a parameter; empty where it does not tell it from others.</summary>
    public static string TypeName(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Int32 => "int",
        SpecialType.System_Double => "double",
        SpecialType.System_Single => "float",
        SpecialType.System_Boolean => "bool",
        SpecialType.System_String => "string",
        _ => "",
    };

    private static bool IsValue(TypeReader owner, ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => IsValue(owner, array.ElementType),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.All(element => IsValue(owner, element.Type)),
        _ => TypeName(type).Length > 0 || type.TypeKind == TypeKind.Enum || owner.Session.Known.IsTensor(type)
            || owner.Session.Known.IsLayer(type),
    };
}
