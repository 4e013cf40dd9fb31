using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Parse;

/// <summary>Constants of C# as values of the declaration language.</summary>
internal static class Constants
{
    /// <summary>An int, double, bool or string (also for an enumeration's member); null where there is no such value.</summary>
    public static object? Normalize(object? value, ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration)
        {
            List<IFieldSymbol> members = [.. enumeration.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue)];
            return members.FirstOrDefault(field => Equals(field.ConstantValue, value))?.Name ?? Flags(members, value);
        }

        return value switch
        {
            int or double or bool or string => value,
            byte number => (int)number,
            sbyte number => (int)number,
            short number => (int)number,
            ushort number => (int)number,
            uint number when number <= int.MaxValue => (int)number,
            long number when number is >= int.MinValue and <= int.MaxValue => (int)number,
            ulong number when number <= int.MaxValue => (int)number,
            float number => (double)number,
            decimal number => (double)number,
            _ => null,
        };
    }

    /// <summary>The names of an enumeration's members, with commas between them.</summary>
    public static string Members(ITypeSymbol type) => string.Join(", ", type.GetMembers().OfType<IFieldSymbol>()
        .Where(field => field.HasConstantValue).Select(field => field.Name));

    /// <summary>Members that make up a value together, with commas between them; null where there are none.</summary>
    private static string? Flags(List<IFieldSymbol> members, object? value)
    {
        if (value is not int bits || members.Any(member => member.ConstantValue is not int)) return null;
        var parts = members.Where(member => (int)member.ConstantValue! is var flag && flag != 0 && (bits & flag) == flag).ToList();
        return parts.Count > 0 && parts.Aggregate(0, (all, member) => all | (int)member.ConstantValue!) == bits
            ? string.Join(", ", parts.Select(member => member.Name))
            : null;
    }
}
