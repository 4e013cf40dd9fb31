using System.Reflection;

namespace Fusion.Gpu.Tests.Support.Order;

/// <summary>
/// The intended order of a kernel's events: that of its C#, read from its IL, which has not seen ILGPU. (Nor does ILGPU's output without
/// optimisation do: there, accesses through views are generic, so that it does not say which of them are to shared memory, and it is made
/// by the very frontend whose output is to be checked.)
/// </summary>
internal sealed class IntendedOrder
{
    private readonly EventGraph _graph = new();
    private readonly Dictionary<string, int> _allocations = [];

    private IntendedOrder()
    {
    }

    /// <summary>The graph of a kernel, with the methods that it calls in their places.</summary>
    public static EventGraph Of(MethodInfo kernel)
    {
        var order = new IntendedOrder();
        int end = order._graph.Add();
        order._graph.End(end);
        var arguments = new IlValue[kernel.GetParameters().Length + (kernel.IsStatic ? 0 : 1)];
        IlFrame.Of(kernel, arguments, kernel.Name, order.Allocation).Write(order._graph, order._graph.Start, end);
        return order._graph;
    }

    /// <summary>The number of the array that is allocated at a place.</summary>
    private int Allocation(string place)
    {
        if (_allocations.TryGetValue(place, out int number)) return number;
        _allocations.Add(place, _allocations.Count);
        return _allocations.Count - 1;
    }
}
