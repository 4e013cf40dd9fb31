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
            return enumeration.GetMembers().OfType<IFieldSymbol>()
                .FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value))?.Name;
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
}
