using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Fusion.Gpu.Devices;

/// <summary>Says in words what drivers say in codes.</summary>
internal static class DeviceErrors
{
    /// <summary>Codes after which a CUDA context, and all that was made in it, cannot be used any more.</summary>
    private static readonly string[] _fatal =
    [
        "CUDA_ERROR_ILLEGAL_ADDRESS", "CUDA_ERROR_LAUNCH_FAILED", "CUDA_ERROR_LAUNCH_TIMEOUT", "CUDA_ERROR_ECC_UNCORRECTABLE",
        "CUDA_ERROR_HARDWARE_STACK_ERROR", "CUDA_ERROR_ILLEGAL_INSTRUCTION", "CUDA_ERROR_MISALIGNED_ADDRESS",
        "CUDA_ERROR_INVALID_ADDRESS_SPACE", "CUDA_ERROR_INVALID_PC", "CUDA_ERROR_CONTEXT_IS_DESTROYED", "CUDA_ERROR_DEINITIALIZED",
        "CUDA_ERROR_NO_DEVICE", "CUDA_ERROR_DEVICE_UNAVAILABLE", "CUDA_ERROR_ASSERT", "CUDA_ERROR_UNKNOWN",
        "CL_DEVICE_NOT_AVAILABLE", "CL_INVALID_COMMAND_QUEUE", "CL_INVALID_CONTEXT", "CL_INVALID_DEVICE",
    ];

    private static readonly string[] _memory =
    [
        "CUDA_ERROR_OUT_OF_MEMORY", "CL_MEM_OBJECT_ALLOCATION_FAILURE", "CL_OUT_OF_RESOURCES", "CL_OUT_OF_HOST_MEMORY",
    ];

    /// <summary>Whether a driver, or ILGPU on its behalf, threw it.</summary>
    public static bool IsOfDriver(Exception exception) =>
        exception is AcceleratorException or InternalCompilerException or NotSupportedException or OutOfMemoryException
            or CapabilityNotSupportedException or DllNotFoundException or EntryPointNotFoundException
        || (exception is ObjectDisposedException or ArgumentException or InvalidOperationException && IsOfIlgpu(exception));

    /// <summary>Whether nothing can be done with the device after it.</summary>
    public static bool IsFatal(Exception exception) => exception is ObjectDisposedException || _fatal.Contains(Code(exception));

    /// <summary>The exception for users.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="info">The device.</param>
    /// <param name="doing">What was done meanwhile: <c>running SeResNet50</c>.</param>
    public static GpuException Translate(Exception exception, GpuDeviceInfo info, string doing)
    {
        string code = Code(exception);
        string problem =
            code == "CL_INVALID_BUFFER_SIZE" ? "it takes no single buffer of so many bytes"
            : exception is OutOfMemoryException || _memory.Contains(code) ? "it has not enough free memory"
            : IsFatal(exception) ? "the device was lost, and what was loaded on it with it; open it again"
            : "the driver refused";
        // ILGPU's exceptions of OpenCL say nothing beside their code.
        string detail = exception is CLException ? code : code.Length > 0 ? $"{code}: {exception.Message}" : exception.Message;
        return new GpuException($"{info.Name}, {doing}: {problem} ({detail.TrimEnd('.')}).", exception);
    }

    private static string Code(Exception exception) => exception switch
    {
        CudaException cuda => cuda.Error,
        CLException openCL => openCL.Error.ToString(),
        _ => "",
    };

    private static bool IsOfIlgpu(Exception exception) => exception.Source == "ILGPU";
}
