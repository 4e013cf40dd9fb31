using System.Buffers.Binary;
using Fusion.Kernels.Tests.Support.Ptx.Execution;
using Fusion.Kernels.Tests.Support.Ptx.Memory;
using Fusion.Kernels.Tests.Support.Ptx.Parsing;

namespace Fusion.Kernels.Tests.Ptx;

/// <summary>
/// Kernels that are written by hand: a module around some instructions. They find the address of the inputs in %rd1, that of the outputs
/// in %rd2, and both of the thread's own word in %rd3 and %rd4; the thread in %r1, its group in %r2, and the thread of all in %r3.
/// </summary>
internal static class HandWritten
{
    /// <summary>Runs instructions.</summary>
    /// <param name="body">The instructions; a return is added.</param>
    /// <param name="inputs">The inputs' words.</param>
    /// <param name="outputs">How many words of outputs there are.</param>
    /// <returns>The outputs.</returns>
    public static uint[] Run(string body, uint[] inputs, int outputs, int threads = 32, int groups = 1, PtxFreedom? freedom = null)
    {
        var code = new PtxCode(PtxReader.Read(Module(body, threads)), freedom ?? PtxFreedom.None);
        var machine = new PtxMachine();
        Allocation from = machine.Allocate("inputs", inputs.Length), to = machine.Allocate("outputs", outputs);
        from.Write(0, System.Runtime.InteropServices.MemoryMarshal.Cast<uint, float>(inputs));
        byte[] parameters = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(parameters, from.Address);
        BinaryPrimitives.WriteUInt64LittleEndian(parameters.AsSpan(8), to.Address);
        new Launch(code, machine, groups, 1, threads, parameters).Run();
        return to.Words;
    }

    /// <summary>The result of an instruction in %r0, %f0, %rd0 (its lower half) or %p0, of operands in %r11, %r12, … and %f11,
    /// %f12, ….</summary>
    public static uint Result(string instructions, params ReadOnlySpan<uint> operands)
    {
        string loads = "";
        for (int i = 0; i < operands.Length; i++)
            loads += $"ld.global.b32 %r{11 + i}, [%rd1+{4 * i}];\nld.global.f32 %f{11 + i}, [%rd1+{4 * i}];\n";
        string to = instructions.Contains("%p0", StringComparison.Ordinal) ? "selp.b32 %r0, 1, 0, %p0;\n"
            : instructions.Contains("%f0", StringComparison.Ordinal) ? "mov.b32 %r0, %f0;\n"
            : instructions.Contains("%rd0", StringComparison.Ordinal) ? "cvt.u32.u64 %r0, %rd0;\n" : "";
        return Run($"{loads}{instructions.Replace("; ", ";\n", StringComparison.Ordinal)}\n{to}st.global.b32 [%rd4], %r0;",
            operands.ToArray(), 32)[0];
    }

    private static string Module(string body, int threads) => $$"""
        .version 7.8
        .target sm_80
        .address_size 64

        .visible .entry HandWritten(
        	.param .b64 _inputs,
        	.param .b64 _outputs
        )
        .maxntid {{threads}}, 1, 1
        {
        	.shared .align 16 .b8 shared0[512];
        	.shared .align 4 .b8 shared1[512];
        	.reg .pred %p<8>;
        	.reg .b32 %r<64>;
        	.reg .b64 %rd<64>;
        	.reg .f32 %f<64>;

        	ld.param.b64 %rd10, [_inputs];
        	cvta.to.global.u64 %rd1, %rd10;
        	ld.param.b64 %rd10, [_outputs];
        	cvta.to.global.u64 %rd2, %rd10;
        	mov.b32 %r1, %tid.x;
        	mov.b32 %r2, %ctaid.x;
        	mad.lo.s32 %r3, %r2, {{threads}}, %r1;
        	mul.wide.u32 %rd10, %r3, 4;
        	add.u64 %rd3, %rd1, %rd10;
        	add.u64 %rd4, %rd2, %rd10;
        	mov.b64 %rd5, shared0;
        	mul.wide.u32 %rd10, %r1, 4;
        	add.u64 %rd6, %rd5, %rd10;
        {{body}}
        	ret;
        }
        """;
}
