using System.Reflection;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>What calls of ILGPU's methods mean for shared memory.</summary>
internal static class IlCalls
{
    private static readonly Type[] _unknown = [typeof(MemoryFence), typeof(Warp)];

    /// <summary>Whether the method is the kernel's own, and is looked into.</summary>
    public static bool IsOfKernel(MethodBase method)
    {
        string name = method.DeclaringType?.Assembly.GetName().Name ?? "";
        return !method.IsConstructor && name != "ILGPU" && name != "ILGPU.Algorithms"
            && !name.StartsWith("System", StringComparison.Ordinal);
    }

    public static bool Allocates(MethodBase method) => method.DeclaringType == typeof(SharedMemory);

    /// <summary>What happens in a call of a method of ILGPU; null where others of the group see nothing of it.</summary>
    /// <exception cref="NotSupportedException">It is not known what it means.</exception>
    public static MemoryEvent? Event(MethodBase method, ReadOnlySpan<IlValue> arguments, string? lastText)
    {
        Type? type = method.DeclaringType;
        if (type == typeof(Group) && method.Name.StartsWith("Barrier", StringComparison.Ordinal)) return MemoryEvent.Barrier;
        if (type == typeof(CudaAsm)) return MemoryEvent.Assembly(lastText ?? "");
        if (type == typeof(Atomic) && arguments[0] is { IsAddress: true, Arrays.IsNone: false } address)
            return new MemoryEvent($"atomic {address.Arrays}", false);
        if (_unknown.Contains(type)) throw new NotSupportedException($"{type!.Name}.{method.Name} is not known to the order check.");
        return null;
    }

    /// <summary>What a method of ILGPU gives back: a view, or an address, of what its arguments lead to.</summary>
    public static IlValue Result(MethodBase method, ReadOnlySpan<IlValue> arguments)
    {
        Type type = method is MethodInfo info ? info.ReturnType : method.DeclaringType!;
        if (type.IsPrimitive) return IlValue.Unknown;
        SharedArrays arrays = default;
        foreach (IlValue argument in arguments) arrays |= argument.Arrays;
        return new IlValue(arrays, type.IsByRef && !arrays.IsNone);
    }
}
