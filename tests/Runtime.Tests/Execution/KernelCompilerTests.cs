using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Runtime.CompilerServices;
using Fusion.Runtime;

namespace Fusion.Tests.Execution;

/// <summary>What is compiled before it is called, as the run time's own events tell.</summary>
public sealed class KernelCompilerTests
{
    [Fact]
    public void Methods_of_the_chosen_set_are_compiled_meanwhile()
    {
        if (Environment.ProcessorCount == 1) return; // there is no other thread to do it
        using var compiled = new Compiled();
        var options = new NetworkOptions { InstructionSet = InstructionSet.Portable };
        KernelCompiler.Start(options, typeof(Description), typeof(Packing), typeof(Wide), null, typeof(Narrow));
        // A second time nothing is done.
        KernelCompiler.Start(options, typeof(Description), typeof(Packing), typeof(Wide), null, typeof(Narrow));
        Assert.True(compiled.WaitFor("Narrow.First"), $"Compiled were {compiled}.");
        // The kernels come last, the first of them at the very end.
        Assert.Equal(
            "Description.CreateDescription, Narrow.First, Narrow.Second, Packing.PackPortable", compiled.ToString());
    }

    private static class Description
    {
        public static int CreateDescription() => 1;

        public static int Other() => 2;
    }

    private static class Packing
    {
        public static int PackPortable() => 3;

        public static int PackAvx512() => 4;
    }

    private static class Wide
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static int First() => 5;
    }

    private static class Narrow
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static int First() => 6;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static int Second() => 7;

        public static int Helper() => 8;
    }

    /// <summary>The methods of this class's inner classes that the JIT has compiled.</summary>
    private sealed class Compiled : EventListener
    {
        private readonly ConcurrentDictionary<string, bool> _methods = new();

        public bool WaitFor(string method) => SpinWait.SpinUntil(() => _methods.ContainsKey(method), TimeSpan.FromMinutes(2));

        public override string ToString() => string.Join(", ", _methods.Keys.Order(StringComparer.Ordinal));

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            const EventKeywords Jit = (EventKeywords)0x10;
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(eventSource, EventLevel.Verbose, Jit);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName is not { } name || !name.StartsWith("MethodLoadVerbose", StringComparison.Ordinal)) return;
            string type = (string)eventData.Payload![6]!, method = (string)eventData.Payload[7]!;
            string own = typeof(KernelCompilerTests).FullName!;
            if (type.StartsWith(own + "+", StringComparison.Ordinal) && !type.Contains(nameof(Compiled), StringComparison.Ordinal)
                && !method.StartsWith('.')) _methods[$"{type[(own.Length + 1)..]}.{method}"] = true;
        }
    }
}
